//go:build !soak

package account_test

// crashWorlds is how many worlds the crash tests run through.
func crashWorlds() int { return 60 }
