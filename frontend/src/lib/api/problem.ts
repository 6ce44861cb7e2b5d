/** What can go wrong with a call, in one shape: a problem the server told us of, or no usable answer at all. */

export interface FieldProblem {
  field: string;
  message: string;
  /** What is wrong, for whoever has words of their own for it. */
  code: string;
}

interface ApiErrorParts {
  status: number;
  code: string;
  detail: string;
  requestId: string | null;
  retryAfter: number | null;
  fields: FieldProblem[];
  members: Record<string, unknown>;
}

/** Codes of our own, for answers that carry none. */
export const UNREACHABLE = 'unreachable';
export const UNREADABLE_ANSWER = 'unreadable_answer';

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  /** Seconds that the server asks us to wait. */
  readonly retryAfter: number | null;
  readonly fields: FieldProblem[];
  /** What the server sent beside the standard members, such as the order that a used hold became. */
  readonly members: Record<string, unknown>;

  constructor(parts: ApiErrorParts) {
    super(parts.detail);
    this.name = 'ApiError';
    this.status = parts.status;
    this.code = parts.code;
    this.requestId = parts.requestId;
    this.retryAfter = parts.retryAfter;
    this.fields = parts.fields;
    this.members = parts.members;
  }

  /** The request may or may not have taken effect: only repeating it with the same key, or looking, can tell. */
  get isUnknownOutcome(): boolean {
    return this.status === 0 || this.status >= 500 || this.code === 'request_in_progress';
  }

  /** Worth another try without anybody changing anything: also when the server says how long to wait. */
  get isTransient(): boolean {
    return this.isUnknownOutcome || this.retryAfter !== null;
  }
}

/** No answer came: offline, timed out, or the connection broke. `requestId` is the one we sent. */
export function unreachable(requestId: string | null): ApiError {
  return new ApiError({
    status: 0,
    code: UNREACHABLE,
    detail: '',
    requestId,
    retryAfter: null,
    fields: [],
    members: {},
  });
}

/** The error that a failed `response` stands for; `body` is its parsed JSON, if it had any. */
export function toApiError(response: Response, body: unknown): ApiError {
  const problem = isRecord(body) ? body : {};
  const { code, detail, request_id, errors, ...members } = problem;
  return new ApiError({
    status: response.status,
    code: typeof code === 'string' ? code : UNREADABLE_ANSWER,
    detail: typeof detail === 'string' ? detail : '',
    requestId: typeof request_id === 'string' ? request_id : response.headers.get('X-Request-ID'),
    retryAfter: secondsOf(response.headers.get('Retry-After')),
    fields: fieldProblems(errors),
    members,
  });
}

function fieldProblems(errors: unknown): FieldProblem[] {
  if (!Array.isArray(errors)) return [];
  return errors.filter(isRecord).map((error) => ({
    field: String(error.param ?? ''),
    message: String(error.detail ?? ''),
    code: String(error.code ?? ''),
  }));
}

function secondsOf(header: string | null): number | null {
  const seconds = Number.parseInt(header ?? '', 10);
  return Number.isNaN(seconds) ? null : seconds;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
