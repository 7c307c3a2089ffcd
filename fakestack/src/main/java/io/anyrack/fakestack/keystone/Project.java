package io.anyrack.fakestack.keystone;

import io.anyrack.fakestack.world.ProjectSpec;

/**
 * A project and its one user.
 *
 * @param spec what it was made from
 */
record Project(String id, String userId, ProjectSpec spec) {}
