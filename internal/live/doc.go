// Package live tells followers what was committed: every event once, in the order of its position, and only those the
// follower may see. On PostgreSQL a sequencer numbers committed events first; on SQLite the order of commits is the
// number. A follower that comes back names the last event it saw and goes on behind it.
package live
