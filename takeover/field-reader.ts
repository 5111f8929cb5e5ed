import { isMapping, type Mapping } from '../base';
import type { ValuePath } from '../shape';
import type { Remarks } from './remarks';

/**
 * Reads a mapping field by field. What nobody has taken in the end is outside of what the catalog can say: so no field is passed over by
 * accident.
 *
 * Example: of `{ uri: …, port: 80 }`, `take('uri')` gives the uri, and `finish` refuses `port`.
 */
export class FieldReader {
  private readonly left: Map<string, unknown>;

  /** @param path where the mapping is in its object */
  constructor(
    mapping: Mapping,
    public readonly path: ValuePath,
    private readonly remarks: Remarks,
  ) {
    // Null counts as unset, as for the API server.
    this.left = new Map(Object.entries(mapping).filter(([, value]) => value !== null && value !== undefined));
  }

  /** The value of a field; undefined if it is not there. */
  public take(name: string): unknown {
    const value = this.left.get(name);
    this.left.delete(name);
    return value;
  }

  /** The value of a field, which stays to be taken. */
  public peek(name: string): unknown {
    return this.left.get(name);
  }

  /** The text of a field; any other value is refused. */
  public text(name: string): string | undefined {
    return this.as(name, (value) => typeof value === 'string', 'is no text') as string | undefined;
  }

  /** The number of a field; any other value is refused. */
  public number(name: string): number | undefined {
    return this.as(name, (value) => typeof value === 'number', 'is no number') as number | undefined;
  }

  /** The Boolean of a field; any other value is refused. */
  public flag(name: string): boolean | undefined {
    return this.as(name, (value) => typeof value === 'boolean', 'is neither true nor false') as
      boolean | undefined;
  }

  /** The list of a field, without its null entries; any other value is refused. */
  public list(name: string): readonly unknown[] | undefined {
    return this.as(name, Array.isArray, 'is no list') as readonly unknown[] | undefined;
  }

  /** The list of texts of a field; any other value is refused. */
  public texts(name: string): readonly string[] | undefined {
    const isTexts = (value: unknown) =>
      Array.isArray(value) && value.every((entry) => typeof entry === 'string');
    return this.as(name, isTexts, 'is no list of texts') as readonly string[] | undefined;
  }

  /** The mapping of a field, to be read in the same way; any other value is refused. */
  public fields(name: string): FieldReader | undefined {
    const value = this.as(name, isMapping, 'is no mapping') as Mapping | undefined;
    return value === undefined ? undefined : new FieldReader(value, [...this.path, name], this.remarks);
  }

  /** The names of the fields that were not taken. */
  public names(): readonly string[] {
    return [...this.left.keys()];
  }

  /** Refuses a field of this mapping. */
  public refuse(name: string, why: string): void {
    this.remarks.refuse([...this.path, name], why);
  }

  /** Refuses all fields that were not taken. */
  public finish(why = 'has no counterpart in the catalog'): void {
    for (const name of this.left.keys()) this.refuse(name, why);
  }

  private as(name: string, isRight: (value: unknown) => boolean, fault: string): unknown {
    const value = this.take(name);
    if (value === undefined || isRight(value)) return value;
    this.refuse(name, fault);
    return undefined;
  }
}
