// Package setup makes a proposal of what somebody answers who sets an installation up: departments, an ownership policy,
// objectives, and in plain words why. START HERE: Propose in propose.go; answers.go says what is asked, model.go which
// way of owning follows, policy.go writes it down, explain.go says it in words (words.go).
//
// Which model suits whom rests on what companies report of theirs: service leads because most who speak need help; press
// and law stay apart; a small or voluntary crew works in rounds, because offers that nobody takes help nobody. It is a
// default to be disproved by what the company measures later. The package is pure: it is given the time.
package setup
