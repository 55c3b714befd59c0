// Package callback tells programs outside what happened here. Each subscription follows the journal from the position
// it was told up to, in order, and hears only of kinds it asked for and its owner may see. A batch counts as told when
// the receiver answers with a 2xx status; the position moves in the transaction that logs that answer, so that nothing
// is skipped and only a batch whose answer was lost is told again. Every event carries an id that never changes.
//
// Events come from the committed journal alone, so nothing is told before it stands. History is not told. One node at a
// time tells; each subscription has a goroutine of its own, so that a slow receiver keeps nobody else waiting.
package callback
