"""Answers the flowproof oracle: one JSON object a line, on standard input and output.
Call your own code in the functions below. What each operation takes and answers: operations.md."""
import base64, json, math, sys
import torch
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"

def schedule(spec, t):
    """alpha, sigma and their derivatives as columns [rows, 1]."""
    t = t[:, None]
    if spec["kind"] == "cond-ot":
        return t, 1 - t, torch.ones_like(t), -torch.ones_like(t)
    if spec["kind"] == "cosine":
        alpha, sigma = torch.sin(math.pi / 2 * t), torch.cos(math.pi / 2 * t)
        return alpha, sigma, math.pi / 2 * sigma, -math.pi / 2 * alpha
    raise NotImplementedError(f"schedule {spec['kind']}")

def path_sample(settings, x0, x1, t):
    alpha, sigma, _, _ = schedule(settings["schedule"], t)
    return {"x": alpha * x1 + sigma * x0}

def loss_cfm(settings, prediction, x0, x1, t):
    _, _, alpha_dot, sigma_dot = schedule(settings["schedule"], t)
    prediction.requires_grad_()
    loss = (prediction - (alpha_dot * x1 + sigma_dot * x0)).square().sum(1).mean()
    return {"loss": loss, "gradient": torch.autograd.grad(loss, prediction)[0]}

# To do:
# {{operations}}
OPERATIONS = {"path.sample": path_sample, "loss.cfm": loss_cfm}
HELLO = {"protocol": 1, "name": "my backend", "version": torch.__version__, "language": "torch",
         "dtypes": ["float32", "float64"], "operations": {name: 1 for name in OPERATIONS}}

def decode(tensor):
    elements = torch.frombuffer(bytearray(base64.b64decode(tensor["b64"])), dtype=getattr(torch, tensor["dtype"]))
    return elements.reshape(tensor["shape"]).to(DEVICE)

def encode(value, dtype):
    array = value.detach().cpu().numpy().astype("int32" if not value.is_floating_point() else dtype)
    return {"dtype": str(array.dtype), "shape": array.shape, "b64": base64.b64encode(array.tobytes()).decode()}

def run(request):
    inputs = {name: decode(tensor) for name, tensor in request["in"].items()}
    outputs = OPERATIONS[request["op"]](request["settings"], **inputs)
    return {"out": {name: encode(value, request["dtype"]) for name, value in outputs.items()}}

if __name__ == "__main__":
    for line in sys.stdin:
        request = json.loads(line)
        if request["cmd"] == "stop": break
        try:
            reply = HELLO if request["cmd"] == "hello" else run(request)
        except NotImplementedError as reason:
            reply = {"unsupported": str(reason)}
        except Exception as error:
            reply = {"error": repr(error)}
        print(json.dumps({"id": request["id"], **reply}), flush=True)
