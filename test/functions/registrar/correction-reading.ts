import * as z from 'zod';
import { entry as entryShape, opening } from '../../../shared/register/entry.ts';

const answer = z.object({ entry: entryShape, openings: z.array(opening.omit({ public: true })) });

/** The entry of an answer, as its schema reads it. */
export const entry = (body: unknown) => answer.parse(body).entry;
export const openings = (body: unknown) => answer.parse(body).openings;
