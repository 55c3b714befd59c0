// Package rota looks at everybody's times as a whole: the week that is shown, what a change would leave unstaffed, who
// would cover for somebody, and what a file of shifts would change. It reads each kind of row once, however many people
// there are, and leaves every answer to the pure packages roster and calendar.
package rota
