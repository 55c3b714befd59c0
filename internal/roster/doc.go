// Package roster decides which person is asked to lead: who is present, and who of those present takes what waits.
//
// Assign is a pure function of what waits, who could take it and the time, so that live assignment, tests and
// simulation share it. It keeps three promises, each tested against a slow and obvious reference: nobody goes over
// their cap; nothing waits while somebody who may take it has room (no stranding); and nobody who could have taken an
// older item of the same class is given a newer one while the older still waits (no overtaking).
package roster
