//! Answers the flowproof oracle: call your own code in the functions below. Build: rustc --edition 2021 -O adapter.rs
//! What each operation takes and answers: operations.md. How it goes over the wire: oracle.rs.
mod oracle;
use oracle::{serve, Output, Refusal, Request};

struct Schedule {
    alpha: f32,
    sigma: f32,
    alpha_dot: f32,
    sigma_dot: f32,
}

fn schedule(request: &Request, t: f32) -> Result<Schedule, Refusal> {
    let quarter = std::f32::consts::FRAC_PI_2;
    let (sin, cos) = (quarter * t).sin_cos();
    match request.setting("kind")? {
        "cond-ot" => Ok(Schedule { alpha: t, sigma: 1.0 - t, alpha_dot: 1.0, sigma_dot: -1.0 }),
        "cosine" => Ok(Schedule { alpha: sin, sigma: cos, alpha_dot: quarter * cos, sigma_dot: -quarter * sin }),
        kind => Err(Refusal::Unsupported(format!("schedule {kind}"))),
    }
}

fn path_sample(request: &Request) -> Result<Vec<Output>, Refusal> {
    let (rows, dim) = (request.size("rows")?, request.size("dim")?);
    let (x0, x1, t) = (request.input("x0")?, request.input("x1")?, request.input("t")?);
    let mut x = vec![0.0; rows * dim];
    for i in 0..rows * dim {
        let s = schedule(request, t[i / dim])?;
        x[i] = s.alpha * x1[i] + s.sigma * x0[i];
    }
    Ok(vec![Output("x", x, vec![rows, dim])])
}

fn loss_cfm(request: &Request) -> Result<Vec<Output>, Refusal> {
    let (rows, dim) = (request.size("rows")?, request.size("dim")?);
    let (x0, x1, t) = (request.input("x0")?, request.input("x1")?, request.input("t")?);
    let mut gradient = request.input("prediction")?;
    let mut loss = 0.0;
    for i in 0..rows * dim {
        let s = schedule(request, t[i / dim])?;
        let residual = gradient[i] - (s.alpha_dot * x1[i] + s.sigma_dot * x0[i]);
        loss += residual * residual / rows as f32;
        gradient[i] = 2.0 * residual / rows as f32;
    }
    Ok(vec![Output("loss", vec![loss], vec![]), Output("gradient", gradient, vec![rows, dim])])
}

// To do:
// {{operations}}
fn main() {
    serve("my backend", &[("path.sample", path_sample), ("loss.cfm", loss_cfm)]);
}
