package corral.framework.api;

/**
 * A group of tasks that are in the same containers of all hierarchies and so share all their states
 * ({@code struct css_group}), as it was at one moment. Nothing but a look at the framework's
 * insides.
 *
 * @param id tells it from every other; a change of what is bound where makes new groups
 * @param tasks how many tasks are in it
 */
public record TaskGroup(long id, int tasks) {}
