package store

import (
	"strings"

	"switchboard/internal/store/db"
)

// inList renders `column IN (…)` and adds the values to args; an empty list matches nothing.
func inList[T any](column string, values []T, args *[]any) string {
	if len(values) == 0 {
		return "1 = 0"
	}
	for _, v := range values {
		*args = append(*args, v)
	}
	return column + " IN (" + db.Placeholders(len(values)) + ")"
}

func join(parts []string, by string) string { return strings.Join(parts, by) }
