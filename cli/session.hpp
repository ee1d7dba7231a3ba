#pragma once

#include "cli/client.hpp"
#include "cli/exit_codes.hpp"
#include "cli/settings.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace slipway::cli {

/// One run of the program: what stands on its command line for every command, and how it ended.
class Session {
public:
    explicit Session(Environment environment) : environment_(std::move(environment)) {}

    GlobalOptions options{};

    const Environment& environment() const { return environment_; }
    int exit_code() const { return exit_code_; }

    /// Carries out a command that needs no server.
    void run(const std::function<Result<int>()>& command);
    /// Carries out a command with a client for the server that is meant.
    void run_with_client(const std::function<Result<int>(Client&)>& command);

    /// The result of a command: the server's JSON with --json, else `text`.
    void print(const Answer& answer, const std::string& text) const;
    /// Of a command whose success has no document: the line for people, with --json as {"done":"…"}.
    void conclude(const std::string& line) const;
    /// A line for people, on standard error; not with --quiet.
    void say(const std::string& line) const;

private:
    Result<int> connect_and_run(const std::function<Result<int>(Client&)>& command);

    Environment environment_;
    int exit_code_ = exit_code::internal;
    std::string refusal_;  // the server's document, for --json
};

/// Prints on standard output.
void print_out(std::string_view text);

}  // namespace slipway::cli
