import { isKey, t } from '../words/catalogue'
import { numbered } from '../words/region'
import type { Form } from './api'

export interface Figure {
	name: string
	value: string
	source: string
}

/** figures lists every limit a network sets, each with where it is written down. */
export function figures(form: Form): Figure[] {
	return [...texts(form), ...rates(form), ...windows(form), ...others(form)]
}

/** word gives the text of a key that is made of something the server says, or what it said when nobody knows it. */
function word(prefix: string, said: string): string {
	const key = `${prefix}.${said}`
	return isKey(key) ? t(key) : said.replaceAll('_', ' ')
}

function texts(form: Form): Figure[] {
	const list: Figure[] = []
	const { text, media } = form
	if (text) {
		const value = t('networks.textValue', { max: numbered(text.max), unit: word('networks.unit', text.unit) })
		list.push({ name: t('networks.text'), value, source: text.source })
		if ((form.parts ?? 1) > 1)
			list.push({ name: t('networks.parts'), value: numbered(form.parts ?? 1), source: text.source })
	}
	if (media) {
		const mega = numbered(Math.round(media.max_bytes / 100_000) / 10)
		const value = t('networks.mediaValue', { max: media.max, mega })
		list.push({ name: t('networks.media'), value, source: media.source })
	}
	return list
}

function rates(form: Form): Figure[] {
	return (form.rates ?? []).map((r) => ({
		name: r.name,
		value: t('networks.rate', {
			points: numbered(r.points),
			span: lasting(r.window_seconds),
			scope: word('networks.scope', r.scope),
		}),
		source: r.source,
	}))
}

function windows(form: Form): Figure[] {
	return (form.windows ?? []).map((w) => {
		const opener = word('networks.opener', w.opened_by)
		return {
			name: t('networks.windowTitle', { visibility: word('state', w.visibility) }),
			value: w.length_seconds
				? t('networks.window', { span: lasting(w.length_seconds), opener })
				: t('networks.windowOpen', { opener }),
			source: w.source,
		}
	})
}

function others(form: Form): Figure[] {
	return (form.limits ?? []).map((l) => ({
		name: l.name,
		value: l.unit === 'seconds' ? lasting(l.value) : `${numbered(l.value)} ${l.unit}`,
		source: l.source,
	}))
}

/** lasting is a span of seconds in the largest unit that is whole. */
export function lasting(seconds: number): string {
	for (const [size, unit] of [
		[86_400, 'networks.days'],
		[3600, 'networks.hours'],
		[60, 'networks.minutes'],
	] as const) {
		if (seconds >= size && seconds % size === 0) return t(unit, { n: seconds / size })
	}
	return t('networks.seconds', { n: seconds })
}
