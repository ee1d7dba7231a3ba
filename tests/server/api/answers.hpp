#pragma once

#include "server/http/message.hpp"

#include <future>
#include <string>
#include <vector>

namespace slipway::api {

using http::Response;

/// An answer that is there, or comes later.
std::future<Response> future_of(http::Reply reply);
/// Waits for an answer that comes later.
Response answer_of(http::Reply reply);

std::string body_of(const Response& response);
/// The first member of this name in a JSON answer: a string without its quotes, else the JSON text of its value.
std::string member(const Response& response, const std::string& name);
/// Every member of this name, in order.
std::vector<std::string> all_members(const Response& response, const std::string& name);
/// The code of a problem.
std::string code_of(const Response& response);
std::size_t count_of(const std::string& part, const std::string& whole);

}  // namespace slipway::api
