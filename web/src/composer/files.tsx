import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, ask, type Schemas } from '../api/client'
import { sizeOf } from '../conversation/attachments'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import type { Attachment } from './keeper'

/** upload keeps a file on the server. */
async function upload(file: File): Promise<Attachment> {
	const kept: Schemas['Uploaded'] = await ask(
		api.POST('/api/v1/blobs', {
			body: file as unknown as string, // bytes, which the description calls a string
			bodySerializer: (body) => body,
			headers: { 'Content-Type': file.type || 'application/octet-stream' },
		}),
	)
	return { blob: kept.hash, name: file.name, media_type: kept.media_type, size: kept.size }
}

/** useFiles adds and takes away what is attached. */
export function useFiles(files: Attachment[], onFiles: (files: Attachment[]) => void) {
	const latest = useRef(files)
	latest.current = files
	const add = useMutation({
		mutationFn: (chosen: File[]) => Promise.all(chosen.map(upload)),
		onSuccess: (kept) => onFiles([...latest.current, ...kept]),
	})
	return {
		add: (chosen: File[]) => chosen.length > 0 && add.mutate(chosen),
		adding: add.isPending,
		error: add.error,
	}
}

/** Attach asks for files. */
export function Attach({ types, onChosen }: { types: string[]; onChosen: (files: File[]) => void }) {
	const input = useRef<HTMLInputElement>(null)
	return (
		<>
			<Button look="quiet" icon="clip" bare size="normal" onClick={() => input.current?.click()}>
				{t('composer.attach')}
			</Button>
			<input
				ref={input}
				type="file"
				multiple
				hidden
				accept={types.join(',')}
				onChange={(e) => {
					onChosen([...(e.target.files ?? [])])
					e.target.value = ''
				}}
			/>
		</>
	)
}

/** Files are what is attached, each with what it shows for people who do not see it. */
export function Files({
	files,
	error,
	onFiles,
}: {
	files: Attachment[]
	error: Error | null
	onFiles: (files: Attachment[]) => void
}) {
	const change = (n: number, alt: string) => onFiles(files.map((f, i) => (i === n ? { ...f, alt } : f)))
	return (
		<>
			{error && <Trouble error={error} className="mx-3 mb-2" />}
			<ul>
				{files.map((file, n) => (
					<li
						key={file.blob}
						className="mx-3 mb-2 flex items-center gap-2 rounded-control bg-sunken px-2 py-1 text-12"
					>
						<Icon name="clip" size={14} />
						<bdi className="max-w-40 truncate font-medium">{file.name}</bdi>
						<span className="text-ink-3">{sizeOf(file.size ?? 0)}</span>
						{file.media_type?.startsWith('image/') && (
							<input
								aria-label={t('composer.alt', { name: file.name ?? '' })}
								placeholder={t('composer.alt', { name: file.name ?? '' })}
								title={t('composer.altHelp')}
								value={file.alt ?? ''}
								onChange={(e) => change(n, e.target.value)}
								className="h-7 min-w-0 flex-1 rounded-control bg-surface px-2 shadow-[inset_0_0_0_1px_var(--line-strong)]"
							/>
						)}
						<Button
							look="quiet"
							size="small"
							icon="close"
							bare
							className="ms-auto"
							onClick={() => onFiles(files.filter((_, i) => i !== n))}
						>
							{t('composer.remove', { name: file.name ?? '' })}
						</Button>
					</li>
				))}
			</ul>
		</>
	)
}
