// Answers the flowproof oracle: call your own code in the functions below. Build: c++ -O2 -std=c++17 adapter.cpp -o adapter
// What each operation takes and answers: operations.md. How it goes over the wire: oracle.hpp.
#include <cmath>
#include "oracle.hpp"

using oracle::Reply, oracle::Request;

struct Schedule {
  float alpha, sigma, alpha_dot, sigma_dot;
};

Schedule schedule(const Request& request, float t) {
  const std::string kind = request.setting("kind");
  const float quarter = 1.57079632679f;
  if (kind == "cond-ot") return {t, 1 - t, 1, -1};
  if (kind == "cosine") {
    const float alpha = std::sin(quarter * t), sigma = std::cos(quarter * t);
    return {alpha, sigma, quarter * sigma, -quarter * alpha};
  }
  throw oracle::Unsupported("schedule " + kind);
}

Reply path_sample(const Request& request) {
  const size_t rows = request.size("rows"), dim = request.size("dim");
  const auto x0 = request.input("x0"), x1 = request.input("x1"), t = request.input("t");
  std::vector<float> x(rows * dim);
  for (size_t i = 0; i < x.size(); i++) {
    const Schedule s = schedule(request, t[i / dim]);
    x[i] = s.alpha * x1[i] + s.sigma * x0[i];
  }
  Reply reply;
  reply.add("x", x, {rows, dim});
  return reply;
}

Reply loss_cfm(const Request& request) {
  const size_t rows = request.size("rows"), dim = request.size("dim");
  const auto x0 = request.input("x0"), x1 = request.input("x1"), t = request.input("t");
  auto gradient = request.input("prediction");
  float loss = 0;
  for (size_t i = 0; i < gradient.size(); i++) {
    const Schedule s = schedule(request, t[i / dim]);
    const float residual = gradient[i] - (s.alpha_dot * x1[i] + s.sigma_dot * x0[i]);
    loss += residual * residual / rows;
    gradient[i] = 2 * residual / rows;
  }
  Reply reply;
  reply.add("loss", {loss}, {});
  reply.add("gradient", gradient, {rows, dim});
  return reply;
}

// To do:
// {{operations}}
int main() { return oracle::serve("my backend", {{"path.sample", path_sample}, {"loss.cfm", loss_cfm}}); }
