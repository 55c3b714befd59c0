//go:build !linux

package pgtest

import "syscall"

// dieWithParent does nothing here: only Main stops the server.
func dieWithParent(attr *syscall.SysProcAttr) *syscall.SysProcAttr { return attr }
