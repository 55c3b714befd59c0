package mailtest

import "syscall"

// dieWithParent has the kernel shut the server down when the test binary is gone, even by SIGKILL.
func dieWithParent(attr *syscall.SysProcAttr) *syscall.SysProcAttr {
	attr.Pdeathsig = syscall.SIGTERM
	return attr
}
