#include "tests/server/api/answers.hpp"

#include "server/http/problem.hpp"
#include "tests/support/rope_text.hpp"

namespace slipway::api {

namespace {

/// As the network sends it.
Response written(Response response) {
    http::write_problem(response, "");
    return response;
}

}  // namespace

std::future<Response> future_of(http::Reply reply) {
    const auto promise = std::make_shared<std::promise<Response>>();
    auto future = promise->get_future();
    if (auto* response = std::get_if<Response>(&reply))
        promise->set_value(std::move(*response));
    else
        std::get<http::Deferred>(reply)([promise](Response later) { promise->set_value(std::move(later)); });
    return future;
}

Response answer_of(http::Reply reply) { return future_of(std::move(reply)).get(); }

std::string body_of(const Response& answer) {
    const auto response = written(answer);
    if (const auto* text = std::get_if<std::string>(&response.body)) return *text;
    if (const auto* bytes = std::get_if<http::Window<SharedBytes>>(&response.body))
        return bytes->of->substr(bytes->offset, bytes->length);
    if (const auto* rope = std::get_if<http::Window<SharedRope>>(&response.body))
        return testing::text_of(*rope->of).substr(rope->offset, rope->length);
    return {};
}

namespace {

/// The text of a JSON string; of its escapes only those of quotes and backslashes are needed here.
std::string string_at_start_of(std::string_view json) {
    std::string text;
    for (std::size_t at = 1; at < json.size() && json[at] != '"'; ++at) {
        if (json[at] == '\\') ++at;
        text += json[at];
    }
    return text;
}

std::string value_at_start_of(std::string_view json) {
    if (json.starts_with('"')) return string_at_start_of(json);
    return std::string(json.substr(0, json.find_first_of(",}\n")));
}

}  // namespace

std::string member(const Response& response, const std::string& name) {
    const auto body = body_of(response);
    const auto key = "\"" + name + "\":";
    const auto at = body.find(key);
    return at == body.npos ? std::string() : value_at_start_of(std::string_view(body).substr(at + key.size()));
}

std::vector<std::string> all_members(const Response& response, const std::string& name) {
    const auto body = body_of(response);
    const auto key = "\"" + name + "\":";
    std::vector<std::string> values;
    for (auto at = body.find(key); at != body.npos; at = body.find(key, at + key.size()))
        values.push_back(value_at_start_of(std::string_view(body).substr(at + key.size())));
    return values;
}

std::string code_of(const Response& response) { return member(response, "code"); }

std::size_t count_of(const std::string& part, const std::string& whole) {
    std::size_t count = 0;
    for (auto at = whole.find(part); at != whole.npos; at = whole.find(part, at + part.size())) ++count;
    return count;
}

}  // namespace slipway::api
