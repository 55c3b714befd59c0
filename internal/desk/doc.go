// Package desk does things to conversations: it loads one, lets the pure state machine say what becomes of it, and
// stores the result with its journal rows, timers, counters and loads in the same transaction. It also hands waiting
// work to people, oldest first, whenever somebody has room.
package desk
