//go:build !linux

package mailtest

import "syscall"

// dieWithParent does nothing here: only Main stops the server.
func dieWithParent(attr *syscall.SysProcAttr) *syscall.SysProcAttr { return attr }
