import { t } from '../words/catalogue'

/** draftName is what a new draft is called: by the number it would lead under, and another number when that is taken. */
export function draftName(leading: number, taken: readonly string[]): string {
	const name = `draft-${leading + 1}`
	if (!taken.includes(name)) return name
	for (let n = 2; ; n++) if (!taken.includes(`${name}-${n}`)) return `${name}-${n}`
}

/** draftWord is a draft's name for people. */
export function draftWord(name: string): string {
	const numbered = /^draft-(.+)$/.exec(name)
	return numbered ? t('policy.draft', { n: numbered[1] }) : name
}
