package corral.shell.command;

/** What a word of a command line names, by which it is completed. */
public enum Kind {
  /** A directory that is a container. */
  CONTAINER,
  /** Any directory. */
  DIRECTORY,
  /** A directory or a file. */
  ENTRY,
  /** A directory where a hierarchy is mounted. */
  MOUNT_POINT,
  /** The options of a mount: subsystems and flags with commas between. */
  MOUNT_OPTIONS,
  /** Kinds of namespaces with commas between. */
  NAMESPACE_KINDS,
  /** A subsystem. */
  SUBSYSTEM,
  /** What can be done with a subsystem. */
  SUBSYSTEM_ACTION,
  /** A live task. */
  TASK,
  /** A process that {@code run} has started. */
  LAUNCHED,
  /** A bundle. */
  BUNDLE,
  /** A subsystem, bundle or component. */
  PART,
  /** A kind of events. */
  EVENT,
  /** A column of {@code top}. */
  COLUMN,
  /** One of Corral's commands. */
  COMMAND,
  /** A program of the host, found along its path. */
  PROGRAM,
  /** Anything else. */
  OTHER
}
