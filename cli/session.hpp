#pragma once

#include "cli/client.hpp"
#include "cli/exit_codes.hpp"
#include "cli/settings.hpp"
#include "cli/transport.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace slipway::cli {

/// The environment of a run of the program; tests pass their own.
struct Surroundings {
    Environment environment;
    /// Connects to a server. A connection that makes no progress for this many seconds is given up.
    std::function<Result<std::unique_ptr<Transport>>(const Settings& settings, std::chrono::seconds patience)> connect;
    std::function<void(std::chrono::milliseconds)> pause;

    /// Uses libcurl and the clock of this machine.
    static Surroundings real(Environment environment);
};

/// One run of the program: the options that every command has, and how it ended.
class Session {
public:
    explicit Session(Environment environment) : Session(Surroundings::real(std::move(environment))) {}
    explicit Session(Surroundings surroundings) : surroundings_(std::move(surroundings)) {}

    GlobalOptions options{};

    const Environment& environment() const { return surroundings_.environment; }
    /// Returns the server, once there is a client.
    const std::string& server() const { return server_; }
    int exit_code() const { return exit_code_; }

    /// Carries out a command that needs no server.
    void run(const std::function<Result<int>()>& command);
    /// Carries out a command with a client for the configured server.
    void run_with_client(const std::function<Result<int>(Client&)>& command);

    /// Connects to a server. Faults: as `Surroundings::connect`.
    Result<std::unique_ptr<Transport>> connect(const Settings& settings) const;
    /// Warns if others could read a token that is sent to this server.
    void warn_of_listeners(const std::string& server) const;
    void pause(std::chrono::milliseconds time) const { surroundings_.pause(time); }

    /// Prints the result of a command: the server's JSON with --json, else `text`.
    void print(const Answer& answer, const std::string& text) const;
    /// Prints the result of a command whose success has no document: a line for people, or {"done":"…"} with --json.
    void conclude(const std::string& line) const;
    /// Prints a line for people on standard error; not with --quiet.
    void say(const std::string& line) const;

private:
    Result<int> connect_and_run(const std::function<Result<int>(Client&)>& command);

    Surroundings surroundings_;
    std::string server_;
    int exit_code_ = exit_code::internal;
    std::string refusal_;  // the server's document, for --json
};

/// Prints on standard output.
void print_out(std::string_view text);

}  // namespace slipway::cli
