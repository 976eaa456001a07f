/** Reads the fields of an interface with their comments from its source: the tables of this site are made from these. */
import ts from 'typescript';
import { readText } from './repository.ts';

export interface DeclaredField {
  readonly name: string;
  /** As written, on one line. */
  readonly type: string;
  readonly isRequired: boolean;
  readonly about: string;
  /** What `@defaultValue` says; empty where nothing does. */
  readonly defaultValue: string;
}

export interface DeclaredInterface {
  readonly name: string;
  readonly about: string;
  readonly fields: readonly DeclaredField[];
}

/** Every exported interface of a file, in the order in which they stand. */
export function interfacesIn(path: string): DeclaredInterface[] {
  const file = ts.createSourceFile(path, readText(path), ts.ScriptTarget.Latest, true);
  return file.statements.filter(ts.isInterfaceDeclaration).map((declaration) => ({
    name: declaration.name.text,
    about: aboutOf(declaration),
    fields: declaration.members.filter(hasName).map((member) => fieldOf(member, file)),
  }));
}

/** @throws Error where the file has no interface of that name */
export function interfaceIn(path: string, name: string): DeclaredInterface {
  const found = interfacesIn(path).find((each) => each.name === name);
  if (found === undefined) throw new Error(`${path} has no interface ${name}.`);
  return found;
}

/** Fields of what an interface of the same file extends, the most general first. */
export function inheritedFields(path: string, name: string): DeclaredField[] {
  const file = ts.createSourceFile(path, readText(path), ts.ScriptTarget.Latest, true);
  const declaration = file.statements.filter(ts.isInterfaceDeclaration).find((each) => each.name.text === name);
  const bases = (declaration?.heritageClauses ?? []).flatMap(({ types }) =>
    types.map((each) => each.expression.getText(file)),
  );
  return bases.flatMap((base) => [...inheritedFields(path, base), ...interfaceIn(path, base).fields]);
}

type NamedMember = ts.PropertySignature | ts.MethodSignature;

function hasName(member: ts.TypeElement): member is NamedMember {
  return ts.isPropertySignature(member) || ts.isMethodSignature(member);
}

function fieldOf(member: NamedMember, file: ts.SourceFile): DeclaredField {
  const type = ts.isPropertySignature(member) ? (member.type?.getText(file) ?? '') : 'function';
  const tag = ts.getJSDocTags(member).find((each) => each.tagName.text === 'defaultValue');
  return {
    name: member.name.getText(file),
    type: onOneLine(type.replaceAll(/\/\*\*[\s\S]*?\*\//g, '')),
    isRequired: member.questionToken === undefined,
    about: aboutOf(member),
    defaultValue: onOneLine(ts.getTextOfJSDocComment(tag?.comment) ?? ''),
  };
}

function aboutOf(node: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return onOneLine(comments.map((comment) => ts.getTextOfJSDocComment(comment.comment) ?? '').join(' '));
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
