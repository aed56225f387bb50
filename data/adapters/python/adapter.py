"""Answers the flowproof oracle: one JSON object a line, on standard input and output.
Call your own code in the functions below. What each operation takes and answers: operations.md."""
import base64, json, sys
import numpy as np

def schedule(spec, t):
    """alpha, sigma and their derivatives as columns [rows, 1]."""
    t = t[:, None]
    if spec["kind"] == "cond-ot":
        return t, 1 - t, np.ones_like(t), -np.ones_like(t)
    if spec["kind"] == "cosine":
        alpha, sigma = np.sin(np.pi / 2 * t), np.cos(np.pi / 2 * t)
        return alpha, sigma, np.pi / 2 * sigma, -np.pi / 2 * alpha
    raise NotImplementedError(f"schedule {spec['kind']}")

def path_sample(settings, x0, x1, t):
    alpha, sigma, _, _ = schedule(settings["schedule"], t)
    return {"x": alpha * x1 + sigma * x0}

def loss_cfm(settings, prediction, x0, x1, t):
    _, _, alpha_dot, sigma_dot = schedule(settings["schedule"], t)
    residual = prediction - (alpha_dot * x1 + sigma_dot * x0)
    return {"loss": np.sum(residual**2) / len(t), "gradient": 2 * residual / len(t)}

# To do:
# {{operations}}
OPERATIONS = {"path.sample": path_sample, "loss.cfm": loss_cfm}
HELLO = {"protocol": 1, "name": "my backend", "language": "python", "dtypes": ["float32", "float64"],
         "operations": {name: 1 for name in OPERATIONS}}

def decode(tensor):
    return np.frombuffer(base64.b64decode(tensor["b64"]), tensor["dtype"]).reshape(tensor["shape"])

def encode(value, dtype):
    array = np.asarray(value)
    array = array.astype("int32" if array.dtype.kind in "iu" else dtype)
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
