import { parse } from 'yaml'

/** What can stand in a policy. */
export type Value = string | number | boolean | Value[] | { [key: string]: Value }

/** flow writes a value on one line, the way a person would. */
export function flow(value: Value): string {
	if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
	if (typeof value === 'object') {
		const pairs = Object.entries(value).map(([key, one]) => `${word(key)}: ${flow(one)}`)
		return `{${pairs.join(', ')}}`
	}
	return typeof value === 'string' ? word(value) : String(value)
}

/** block writes a section: a list has one line for each entry, anything else stands on one line. */
export function block(key: string, value: Value): string {
	if (!Array.isArray(value) || value.length === 0 || typeof value[0] !== 'object')
		return `${word(key)}: ${flow(value)}\n`
	return `${word(key)}:\n${value.map((one) => `  - ${flow(one)}\n`).join('')}`
}

/** Words that mean the same to every reader of YAML when nothing stands around them. */
const plain = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_./@'()+ -]*[\p{L}\p{N}_./@'()+-])?$/u

/** Words that some readers take for something else. */
const taken = /^(?:y|n|yes|no|on|off|true|false|null|[\d.]+(?:[eE][\d+-]*)?|[\d_.]+|0[xob].*)$/i

function word(text: string): string {
	const safe = plain.test(text) && !taken.test(text) && !text.includes(' -') && parse(text) === text
	return safe ? text : JSON.stringify(text)
}
