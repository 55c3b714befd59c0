import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'

export type Classifier = Schemas['Classifier']
export type Settings = Schemas['ClassifierSettings']
export type Body = Schemas['ClassifierBody']
export type Count = Schemas['ClassifierCount']
export type TryBody = Schemas['ClassifierTry']
export type Trial = Schemas['ClassifierTrial']
export type Finding = Schemas['Finding']

export const classifier = queryOptions({
	queryKey: ['classifier'],
	queryFn: () => ask(api.GET('/api/v1/classifier')),
})

export const does = {
	set: (body: Body) => ask(api.PUT('/api/v1/classifier', { body })),
	try: (body: TryBody) => ask(api.POST('/api/v1/classifier/try', { body })),
}
