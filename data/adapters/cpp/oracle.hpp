// The wire of the flowproof oracle, for an adapter in C++17 without any library: docs/oracle/protocol.md.
// Requests hold no spaces outside of strings, so that searching them for a field will do.
#pragma once
#include <cstring>
#include <functional>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace oracle {

struct Unsupported : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// A string of JSON; what would need an escape becomes a space.
inline std::string quoted(std::string text) {
  for (char& c : text)
    if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 32) c = ' ';
  return "\"" + text + "\"";
}

struct Request {
  std::string line;

  // What stands after "name": from `from` on, without quotes.
  std::string field(const std::string& name, size_t from = 0) const {
    const std::string mark = "\"" + name + "\":";
    size_t begin = line.find(mark, from);
    if (begin == std::string::npos) throw std::runtime_error("no field " + name);
    begin += mark.size();
    if (line[begin] == '"') return line.substr(begin + 1, line.find('"', begin + 1) - begin - 1);
    return line.substr(begin, line.find_first_of(",}", begin) - begin);
  }
  size_t size(const std::string& name) const { return std::stoul(field(name, line.find("\"sizes\":"))); }
  std::string setting(const std::string& name) const { return field(name, line.find("\"settings\":")); }

  std::vector<float> input(const std::string& name) const {
    const size_t tensor = line.find("\"" + name + "\":{", line.find("\"in\":"));
    std::vector<float> values;
    std::string bytes;
    unsigned word = 0, bits = 0;
    for (char c : field("b64", tensor)) {
      if (c == '=') break;
      word = word << 6 | static_cast<unsigned>(digits.find(c));
      bits += 6;
      if (bits >= 8) bytes += static_cast<char>(word >> (bits -= 8));
    }
    values.resize(bytes.size() / sizeof(float));
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }
};

struct Reply {
  std::string out;

  void add(const std::string& name, const std::vector<float>& values, const std::vector<size_t>& shape) {
    std::string extents;
    for (size_t extent : shape) extents += (extents.empty() ? "" : ",") + std::to_string(extent);
    out += (out.empty() ? "\"" : ",\"") + name + "\":{\"dtype\":\"float32\",\"shape\":[" + extents +
           "],\"b64\":\"" + base64(values) + "\"}";
  }

 private:
  static std::string base64(const std::vector<float>& values) {
    std::string bytes(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
    const size_t padding = (3 - bytes.size() % 3) % 3;
    bytes.append(padding, '\0');
    std::string text;
    for (size_t i = 0; i < bytes.size(); i += 3) {
      unsigned word = 0;
      for (size_t k = 0; k < 3; k++) word = word << 8 | static_cast<unsigned char>(bytes[i + k]);
      for (int shift = 18; shift >= 0; shift -= 6) text += digits[word >> shift & 63];
    }
    return text.replace(text.size() - padding, padding, padding, '=');
  }
};

using Operation = std::function<Reply(const Request&)>;

// Answers until the input ends.
inline int serve(const std::string& name, const std::map<std::string, Operation>& operations) {
  for (Request request; std::getline(std::cin, request.line);) {
    const std::string command = request.field("cmd");
    std::string body;
    if (command == "stop") break;
    try {
      if (command == "hello") {
        for (const auto& [operation, _] : operations) body += (body.empty() ? "\"" : ",\"") + operation + "\":1";
        body = "\"protocol\":1,\"name\":\"" + name +
               "\",\"language\":\"cpp\",\"dtypes\":[\"float32\"],\"operations\":{" + body + "}";
      } else {
        body = "\"out\":{" + operations.at(request.field("op"))(request).out + "}";
      }
    } catch (const Unsupported& reason) {
      body = "\"unsupported\":" + quoted(reason.what());
    } catch (const std::exception& error) {
      body = "\"error\":" + quoted(error.what());
    }
    std::cout << "{\"id\":" << request.field("id") << "," << body << "}" << std::endl;
  }
  return 0;
}

}  // namespace oracle
