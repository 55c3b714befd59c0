import { useState } from 'react'
import type { Schemas } from '../api/client'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'
import { numbered } from '../words/region'

type Attachment = Schemas['Attachment']

const shownTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** Attachments are pictures and files that came along, through our own address alone: nothing is asked elsewhere. */
export function Attachments({ of, files }: { of: string; files: Attachment[] }) {
	return (
		<ul className="mt-1.5 flex flex-wrap gap-2">
			{files.map((file, n) => (
				// Attachments of a message never change places.
				<li key={`${file.blob ?? file.url}${file.name}`} className="max-w-full">
					<One file={file} href={`${of}/${n}`} />
				</li>
			))}
		</ul>
	)
}

function One({ file, href }: { file: Attachment; href: string }) {
	const [broken, setBroken] = useState(false)
	if (file.blob && shownTypes.has(file.media_type ?? '') && !broken) {
		return (
			<a href={href} className="block" title={file.name}>
				<img
					src={href}
					alt={file.alt || file.name || t('message.picture')}
					loading="lazy"
					decoding="async"
					onError={() => setBroken(true)}
					className="h-24 max-w-64 rounded-control bg-sunken object-cover"
				/>
			</a>
		)
	}
	const name = file.name || t('message.file')
	const inside = (
		<>
			<Icon name="clip" size={14} />
			<bdi className="max-w-64 truncate">{name}</bdi>
			<span className="text-ink-3">{file.blob ? sizeOf(file.size ?? 0) : t('message.fileAway')}</span>
		</>
	)
	const look = 'flex h-7 items-center gap-1.5 rounded-control bg-sunken px-2 text-12 font-medium'
	return file.blob ? (
		<a href={href} download={name} className={`${look} hover:bg-hover`}>
			{inside}
		</a>
	) : (
		<span className={look}>{inside}</span>
	)
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte']

/** sizeOf is how large a file is, in the unit that fits. */
export function sizeOf(bytes: number): string {
	const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
	return numbered(bytes / 1000 ** step, {
		style: 'unit',
		unit: units[step],
		unitDisplay: 'short',
		maximumFractionDigits: step > 1 ? 1 : 0,
	})
}
