package io.anyrack.rack.model;

import java.util.Optional;

/**
 * A router made for the rack.
 *
 * @param name unique in the rack
 * @param external the cloud's network its gateway is on; empty: it only joins the rack's networks
 */
public record RouterSpec(String name, Optional<String> external) {}
