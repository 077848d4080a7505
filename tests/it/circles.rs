//! Files of a module use each other in one direction: what is used is understood before what uses it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regex::Regex;

use crate::support::{files, root};

/// A file of `src/` as a path of modules: `compare/rules/mod.rs` is `["compare", "rules"]`.
type File = Vec<String>;

/// What a file says of other files.
#[derive(Default)]
struct Uses {
    /// Paths of its `use` lines and of its text, as written.
    paths: Vec<Vec<String>>,
    /// Those of `pub use`: what they name is of another file.
    public: Vec<Vec<String>>,
}

fn file_of(name: &str) -> File {
    let mut parts: File = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

/// `a::{b, c::{d, e}}` as `a::b`, `a::c::d`, `a::c::e`.
fn expand(tree: &str) -> Vec<Vec<String>> {
    let segments = |path: &str| -> Vec<String> {
        let path = path.split(" as ").next().unwrap_or(path);
        path.split("::").map(|segment| segment.trim().to_owned()).filter(|segment| !segment.is_empty()).collect()
    };
    let Some((before, group)) = tree.split_once('{') else { return vec![segments(tree)] };
    let group = group.trim_end().strip_suffix('}').expect("a closed group");
    let (mut depth, mut parts) = (0_i32, vec![String::new()]);
    for c in group.chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if c == ',' && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().expect("a part").push(c);
        }
    }
    let inner = parts.iter().filter(|part| !part.trim().is_empty()).flat_map(|part| expand(part.trim()));
    inner.map(|path| [segments(before), path].concat()).collect()
}

fn uses(text: &str) -> Uses {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let code = Regex::new(r"pub\([^)]*\)").expect("a pattern").replace_all(&code, "pub");
    let line = Regex::new(r"(?m)^\s*(pub )?use ([^;]+);").expect("a pattern");
    let mut uses = Uses::default();
    for found in line.captures_iter(&code) {
        let paths = expand(&found[2].replace('\n', " "));
        let kind = if found.get(1).is_some() { &mut uses.public } else { &mut uses.paths };
        kind.extend(paths);
    }
    let path = Regex::new(r"\b[a-z_]+(?:::\w+)+").expect("a pattern");
    let rest = line.replace_all(&code, "");
    uses.paths.extend(path.find_iter(&rest).map(|found| found.as_str().split("::").map(str::to_owned).collect()));
    uses
}

/// The file that a path leads to, and what it names there; `None` for what is of another crate.
fn lookup(from: &[String], path: &[String], all: &BTreeMap<File, Uses>) -> Option<(File, Vec<String>)> {
    let up = path.iter().take_while(|segment| *segment == "super").count();
    let full: Vec<String> = match path.first()?.as_str() {
        "crate" => path[1..].to_vec(),
        "self" => [from, &path[1..]].concat(),
        "super" => [&from[..from.len().checked_sub(up)?], &path[up..]].concat(),
        child if all.contains_key(&[from, &[child.to_owned()]].concat()) => [from, path].concat(),
        _ => return None,
    };
    let depth = (1..=full.len()).rev().find(|depth| all.contains_key(&full[..*depth]))?;
    let (file, name) = (full[..depth].to_vec(), full[depth..].to_vec());
    // What a file only hands on is of the file that it comes from.
    let handed_on = name.first().and_then(|name| {
        let same = |path: &&Vec<String>| path.last() == Some(name) && path.len() > 1;
        all[&file].public.iter().find(same).and_then(|path| lookup(&file, path, all))
    });
    Some(handed_on.unwrap_or((file, name)))
}

/// Files that can be reached from each of the given ones.
fn reachable(edges: &BTreeMap<File, BTreeSet<File>>, from: &File) -> BTreeSet<File> {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from.clone()]);
    while let Some(file) = next.pop() {
        next.extend(edges[&file].iter().filter(|to| seen.insert((*to).clone())).cloned());
    }
    seen
}

/// The circles among files that are given by name and text.
fn circles(files: &[(String, String)]) -> Vec<String> {
    let all: BTreeMap<File, Uses> = files.iter().map(|(name, text)| (file_of(name), uses(text))).collect();
    let edges: BTreeMap<File, BTreeSet<File>> = all
        .iter()
        .map(|(file, uses)| {
            let used = uses.paths.iter().filter_map(|path| lookup(file, path, &all)).map(|(to, _)| to);
            (file.clone(), used.filter(|to| to != file && to[0] == file[0]).collect())
        })
        .collect();
    let reach: BTreeMap<&File, BTreeSet<File>> = edges.keys().map(|file| (file, reachable(&edges, file))).collect();
    let in_circle = |(file, to): &(&File, &File)| reach[*to].contains(*file);
    let pairs = edges.iter().flat_map(|(file, used)| used.iter().map(move |to| (file, to)));
    pairs.filter(in_circle).map(|(file, to)| format!("{} uses {}", file.join("::"), to.join("::"))).collect()
}

#[test]
fn circles_are_seen() {
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let found = circles(&[
        file("a/mod.rs", "mod b;\nmod c;\npub use b::{Kind, Shape as Form};\n"),
        file("a/b.rs", "use super::c;\npub enum Kind {}\nfn f() { c::g() }\n"),
        file("a/c.rs", "use crate::a::{\n    Kind,\n};\n"),
        file("d/mod.rs", "mod e;\nmod f;\nfn g() { e::h() }\n"),
        file("d/e.rs", "use super::f::Word;\n// use super::g;\n"),
        file("d/f.rs", "#[cfg(test)]\nmod tests { use super::super::e::h; }\n"),
    ]);
    assert_eq!(found, ["a::b uses a::c", "a::c uses a::b"]);
}

#[test]
fn files_of_a_module_use_each_other_in_one_direction() {
    let named = |(name, bytes): (String, Vec<u8>)| (name, String::from_utf8(bytes).expect("UTF-8"));
    let sources: Vec<(String, String)> = files(&root().join("src"))
        .into_iter()
        .filter(|(name, _)| Path::new(name).extension().is_some_and(|e| e == "rs"))
        .map(named)
        .collect();
    assert!(sources.len() > 100, "only {} files", sources.len());
    let found = circles(&sources);
    assert!(found.is_empty(), "{}", found.join("\n"));
}
