package io.anyrack.netsync.rule;
final class Ports {}
