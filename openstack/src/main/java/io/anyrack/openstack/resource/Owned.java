package io.anyrack.openstack.resource;

/**
 * A resource of the rack that is there.
 *
 * @param <T> the kind of resource
 * @param key what it is called; its name may have been shortened by the tag
 * @param role what it is there for, as its tags have it
 * @param id to be named by
 * @param complete whether all its tags are set
 * @param resource as the cloud tells it
 */
record Owned<T>(Key key, String role, String id, boolean complete, T resource) {}
