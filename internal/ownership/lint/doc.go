// Package lint looks at an ownership policy as a whole for what it would do wrong: rules that can never decide, rules
// whose order decides, departments nobody staffs when the company promised somebody, approvers nobody stands in for.
//
// What rules match is computed exactly, not sampled. Every fact a policy looks at is a dimension with a few classes, a
// rule's condition is a union of boxes in that space, and a rule is dead when nothing is left of its boxes after those of
// the rules before it are cut away. What hours and expert conditions say is taken as independent of everything else, so
// a rule that is called dead is dead, while one that only the calendar makes impossible may pass.
package lint
