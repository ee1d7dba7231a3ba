#include "cli/session.hpp"

#include "cli/curl_transport.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <thread>

namespace slipway::cli {
namespace {

/// What --json prints about a failure without a document of the server.
std::string problem_json(const Error& error) {
    return Json::object()
        .add("type", "urn:slipway:client:" + std::string(error.code()))
        .add("title", "slipway could not do this")
        .add("detail", error.message())
        .text();
}

std::string as_line(const std::string& document) { return document.ends_with('\n') ? document : document + "\n"; }

}  // namespace

Surroundings Surroundings::real(Environment environment) {
    return {std::move(environment), connect_by_curl, [](auto time) { std::this_thread::sleep_for(time); }};
}

void print_out(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void Session::say(const std::string& line) const {
    if (!options.quiet) fmt::print(stderr, "slipway: {}\n", line);
}

void Session::print(const Answer& answer, const std::string& text) const {
    if (!options.json)
        print_out(text);
    else if (!answer.body.empty())
        print_out(as_line(answer.body));
}

void Session::conclude(const std::string& line) const {
    say(line);
    if (options.json) print_out(Json::object({{"done", line}}).text() + "\n");
}

void Session::run(const std::function<Result<int>()>& command) {
    const auto outcome = command();
    if (outcome.ok()) {
        exit_code_ = *outcome;
        return;
    }
    exit_code_ = exit_code_of(outcome.error());
    fmt::print(stderr, "slipway: {}\n", outcome.error().message());
    if (options.json) print_out(as_line(refusal_.empty() ? problem_json(outcome.error()) : refusal_));
}

void Session::run_with_client(const std::function<Result<int>(Client&)>& command) {
    run([&] { return connect_and_run(command); });
}

Result<std::unique_ptr<Transport>> Session::connect(const Settings& settings) const {
    return surroundings_.connect(settings, std::chrono::seconds(options.timeout));
}

void Session::warn_of_listeners(const std::string& server) const {
    if (is_open_to_listeners(server)) say("warning: the token goes to " + server + " unencrypted; use https");
}

Result<int> Session::connect_and_run(const std::function<Result<int>(Client&)>& command) {
    const auto settings = TRY(resolve(options, environment()));
    server_ = settings.server;
    if (!settings.token.empty()) warn_of_listeners(settings.server);
    const auto transport = TRY(connect(settings));
    Patience patience{options.retries, surroundings_.pause, [this](const std::string& line) { say(line); }};
    Client client(*transport, std::move(patience));
    auto outcome = command(client);
    if (!outcome.ok()) refusal_ = client.refusal();
    return outcome;
}

}  // namespace slipway::cli
