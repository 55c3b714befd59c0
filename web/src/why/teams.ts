// Where a sentence of the server names a department by its key.
const named = /(→ |would choose |decided: |helpers |informs )([a-z0-9]+(?:[-_][a-z0-9]+)*(?:, [a-z0-9_-]+)*)/g

/** withTeams writes departments' names instead of their keys in a sentence of the server. */
export function withTeams(sentence: string, team: (key: string) => string): string {
	return sentence.replace(named, (_, before: string, keys: string) => {
		return before + keys.split(', ').map(team).join(', ')
	})
}
