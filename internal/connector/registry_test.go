package connector

import (
	"strings"
	"testing"

	"switchboard"
)

func TestRegistryRefusesTheSecondAndTheIncomplete(t *testing.T) {
	t.Parallel()
	var registry Registry
	if err := registry.Add(complete()); err != nil {
		t.Fatal(err)
	}
	if err := registry.Add(complete()); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("second: %v", err)
	}
	broken := complete()
	broken.Key, broken.Open = "broken", nil
	if err := registry.Add(broken); err == nil {
		t.Error("an incomplete Spec was taken in")
	}
	if _, err := registry.Get("fencepost"); err != nil {
		t.Error(err)
	}
	if _, err := registry.Get("nowhere"); !switchboard.IsCode(err, switchboard.CodeUnsupported) {
		t.Errorf("nowhere: %v", err)
	}
}

func TestRegistryListsByName(t *testing.T) {
	t.Parallel()
	var registry Registry
	for _, name := range []string{"Zither", "Abacus"} {
		spec := complete()
		spec.Key, spec.Name = switchboard.NetworkKey(strings.ToLower(name)), name
		if err := registry.Add(spec); err != nil {
			t.Fatal(err)
		}
	}
	if all := registry.All(); len(all) != 2 || all[0].Name != "Abacus" {
		t.Errorf("All = %v", all)
	}
}

func TestRegisterStopsABinaryThatCannotWork(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("Register took an empty Spec")
		}
	}()
	Register(Spec{})
}
