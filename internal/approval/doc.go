// Package approval says who may let out a draft that waits, and who of them is asked first.
package approval
