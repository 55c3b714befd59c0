import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { Button } from '../ui/button'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { does, topics } from './api'

/** Exchange writes the list into a file, and takes one in. */
export function Exchange() {
	const queries = useQueryClient()
	const file = useRef<HTMLInputElement>(null)
	const write = useMutation({ mutationFn: does.read, onSuccess: ({ source }) => keep(source) })
	const take = useMutation({
		mutationFn: async (chosen: File) => does.take(await chosen.text()),
		onSuccess: () => queries.invalidateQueries({ queryKey: topics.queryKey }),
	})
	const error = write.error ?? take.error
	return (
		<>
			<Button look="quiet" disabled={write.isPending} onClick={() => write.mutate()}>
				{t('triage.export')}
			</Button>
			<Button look="quiet" disabled={take.isPending} onClick={() => file.current?.click()}>
				{t('triage.import')}
			</Button>
			<input
				ref={file}
				type="file"
				accept=".yaml,.yml,.json"
				aria-label={t('triage.importFile')}
				hidden
				onChange={(e) => {
					const chosen = e.target.files?.[0]
					if (chosen) take.mutate(chosen)
					e.target.value = ''
				}}
			/>
			<span role="status" className="self-center text-12 text-ink-2">
				{take.data &&
					t('triage.imported', {
						created: take.data.created.length,
						changed: take.data.changed.length,
						same: take.data.unchanged.length,
					})}
			</span>
			{error && <Trouble error={error} className="w-full" />}
		</>
	)
}

/** keep lets the browser save the list as a file. */
function keep(source: string) {
	const link = document.createElement('a')
	link.href = URL.createObjectURL(new Blob([source], { type: 'application/yaml' }))
	link.download = 'topics.yaml'
	link.click()
	URL.revokeObjectURL(link.href)
}
