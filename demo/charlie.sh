#!/bin/sh
# Charlie from outside: the example of the design's documentation, with the machine's own shell and
# programs. Corral is only started, told to mount, and stopped; all else is done through files.
# It acts only on processes that it starts itself, each of which would end by itself after a minute,
# and removes all that it makes.
set -eu

corral=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")/corral
work=$(mktemp -d)
father=

clean_up() {
  cd /
  [ -z "$father" ] || kill "$father" || :
  "$corral" stop --state "$work/state" >&2
  rm -rf --one-file-system -- "$work"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

# Shows a command, and does it.
show() {
  printf '$ %s\n' "$1"
  eval "$1" 2>&1 || :
}

# Corral mounts at an empty directory.
mkdir "$work/container" "$work/proc"
"$corral" daemon --background --state "$work/state" >&2
"$corral" exec --state "$work/state" "mount -t container -o cpuset,cpuacct hier1 $work/container
  mount -t proc none $work/proc"
cd "$work/container"

# A container with one CPU and one memory node.
show 'mkdir Charlie'
show 'sed "s/.*[-,]//" cpuset.cpus > Charlie/cpuset.cpus'
show 'echo 0 > Charlie/cpuset.mems'

# The founding father of a job attaches itself; what it forks from then on is in Charlie, too.
mkfifo "$work/ready"
cat >"$work/father" <<'END'
/bin/echo $$ > Charlie/tasks
timeout 60 sh -c 'while :; do :; done' &
trap "kill $!" TERM
echo >../ready
wait
END
show 'cat ../father'
sh "$work/father" &
father=$!
timeout 60 cat "$work/ready" >/dev/null
show "grep -x $father Charlie/tasks"
show "cat ../proc/$father/container"
show 'ps -o comm,psr -p "$(paste -sd, Charlie/tasks)"'
show 'grep -h Cpus_allowed_list $(sed "s|.*|/proc/&/status|" Charlie/tasks)'
show 'rmdir Charlie'

# What it has used of its CPU in two seconds, in nanoseconds.
show 'sleep 2; cat Charlie/cpuacct.usage'

# When the last one ends, the release agent is told: here a script that writes into a pipe.
mkfifo "$work/released"
printf '#!/bin/sh\necho "$1 is released" >%s/released\n' "$work" >"$work/agent"
chmod +x "$work/agent"
echo "$work/agent" >release_agent
show 'echo 1 > Charlie/notify_on_release'
kill "$father"
wait "$father" || :
father=
show 'timeout 60 cat ../released'
show 'cat Charlie/tasks'
show 'rmdir Charlie'
show 'find . -type d'
