// Package db is the seam between the store's SQL and the two engines it runs on, SQLite and PostgreSQL.
//
// Domain SQL is written once with `?` placeholders and runs inside one of two doors: Update writes, View reads one
// consistent snapshot. Both hand the caller a Tx whose rules are the same on both engines:
//
//   - the function may be run more than once, so it changes nothing but the database and its own local results;
//   - it does no input or output and opens no other Update: on SQLite it holds the only write transaction;
//   - after one failed statement the Tx is over, whatever the function returns (PostgreSQL demands it, and on SQLite
//     a full disk may already have rolled everything back);
//   - one result set is open at a time;
//   - times are stored as whole microseconds since 1970 in UTC, see Micros.
//
// On SQLite one writer takes whatever callers wait, runs each inside its own savepoint and commits them together, so
// that many small durable writes share one sync of the disk. On PostgreSQL every Update is its own transaction and is
// repeated when the server reports a deadlock or a serialization failure.
package db
