//! The wire of the flowproof oracle, for an adapter in Rust without any crate: docs/oracle/protocol.md.
//! Requests hold no spaces outside of strings, so that searching them for a field will do.
use std::io::{stdin, stdout, BufRead, Write};

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Why there is no answer.
pub enum Refusal {
    Unsupported(String),
    Error(String),
}

pub struct Request {
    line: String,
}

impl Request {
    /// What stands after "name": behind `after`, without quotes.
    fn field(&self, after: &str, name: &str) -> Result<&str, Refusal> {
        let missing = || Refusal::Error(format!("no field {name}"));
        let from = self.line.find(after).ok_or_else(missing)?;
        let mark = format!("\"{name}\":");
        let begin = from + self.line[from..].find(&mark).ok_or_else(missing)? + mark.len();
        let rest = &self.line[begin..];
        let value = match rest.strip_prefix('"') {
            Some(text) => text.split('"').next(),
            None => rest.split([',', '}']).next(),
        };
        value.ok_or_else(missing)
    }

    pub fn size(&self, name: &str) -> Result<usize, Refusal> {
        self.field("\"sizes\":", name)?.parse().map_err(|_| Refusal::Error(format!("size {name}")))
    }

    pub fn setting(&self, name: &str) -> Result<&str, Refusal> {
        self.field("\"settings\":", name)
    }

    pub fn input(&self, name: &str) -> Result<Vec<f32>, Refusal> {
        let inputs = self.line.find("\"in\":").unwrap_or(0);
        let tensor = Request { line: self.line[inputs..].to_string() };
        let b64 = tensor.field(&format!("\"{name}\":{{"), "b64")?;
        let (mut bytes, mut word, mut bits) = (Vec::new(), 0u32, 0);
        for c in b64.bytes().filter(|c| *c != b'=') {
            let digit = DIGITS.iter().position(|d| *d == c).ok_or(Refusal::Error("base64".into()))?;
            word = word << 6 | digit as u32;
            bits += 6;
            if bits >= 8 {
                bits -= 8;
                bytes.push((word >> bits) as u8);
            }
        }
        Ok(bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
    }
}

/// One output: name, elements, shape.
pub struct Output(pub &'static str, pub Vec<f32>, pub Vec<usize>);

fn base64(values: &[f32]) -> String {
    let bytes: Vec<u8> = values.iter().flat_map(|x| x.to_le_bytes()).collect();
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = (0..3).fold(0u32, |word, k| word << 8 | u32::from(*chunk.get(k).unwrap_or(&0)));
        for k in 0..4 {
            let digit = DIGITS[(word >> (18 - 6 * k) & 63) as usize] as char;
            text.push(if k <= chunk.len() { digit } else { '=' });
        }
    }
    text
}

fn out(outputs: &[Output]) -> String {
    let tensors: Vec<String> = outputs
        .iter()
        .map(|Output(name, values, shape)| {
            format!("\"{name}\":{{\"dtype\":\"float32\",\"shape\":{shape:?},\"b64\":\"{}\"}}", base64(values))
        })
        .collect();
    format!("\"out\":{{{}}}", tensors.join(","))
}

pub type Operation = fn(&Request) -> Result<Vec<Output>, Refusal>;

fn reply(request: &Request, name: &str, operations: &[(&str, Operation)]) -> Result<String, Refusal> {
    if request.field("", "cmd")? == "hello" {
        let claimed: Vec<String> = operations.iter().map(|(op, _)| format!("\"{op}\":1")).collect();
        let claimed = claimed.join(",");
        return Ok(format!(
            "\"protocol\":1,\"name\":\"{name}\",\"language\":\"rust\",\"dtypes\":[\"float32\"],\"operations\":{{{claimed}}}"
        ));
    }
    let op = request.field("", "op")?;
    let (_, operation) = operations
        .iter()
        .find(|(known, _)| *known == op)
        .ok_or_else(|| Refusal::Error(format!("no operation {op}")))?;
    Ok(out(&operation(request)?))
}

/// Answers until the input ends.
pub fn serve(name: &str, operations: &[(&str, Operation)]) {
    for line in stdin().lock().lines() {
        let request = Request { line: line.expect("a line of text") };
        if request.field("", "cmd").is_ok_and(|cmd| cmd == "stop") {
            break;
        }
        let body = match reply(&request, name, operations) {
            Ok(body) => body,
            Err(Refusal::Unsupported(reason)) => format!("\"unsupported\":{reason:?}"),
            Err(Refusal::Error(reason)) => format!("\"error\":{reason:?}"),
        };
        let id = request.field("", "id").unwrap_or("null");
        writeln!(stdout(), "{{\"id\":{id},{body}}}").expect("an open output");
    }
}
