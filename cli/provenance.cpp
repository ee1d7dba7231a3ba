#include "cli/provenance.hpp"

#include "cli/exit_codes.hpp"

#include <algorithm>

namespace slipway::cli {
namespace {

constexpr std::size_t longest_claim = 1024;

bool is_acceptable(std::string_view value) {
    return value.size() <= longest_claim && std::ranges::all_of(value, [](char c) { return c >= 0x20 && c < 0x7f; });
}

/// Returns the value of the variable if the server would accept it.
std::string claim(const Environment& environment, const char* name) {
    const char* value = environment(name);
    return value != nullptr && is_acceptable(value) ? std::string(value) : std::string();
}

bool is_set(const Environment& environment, const char* name) {
    const char* value = environment(name);
    return value != nullptr && std::string_view(value) == "true";
}

Provenance of_github(const Environment& environment) {
    Provenance provenance;
    const auto server = claim(environment, "GITHUB_SERVER_URL");
    const auto repository = claim(environment, "GITHUB_REPOSITORY");
    const auto run = claim(environment, "GITHUB_RUN_ID");
    if (!server.empty() && !repository.empty()) provenance.repository = server + "/" + repository;
    if (!provenance.repository.empty() && !run.empty())
        provenance.build_url = provenance.repository + "/actions/runs/" + run;
    provenance.commit = claim(environment, "GITHUB_SHA");
    provenance.ref = claim(environment, "GITHUB_REF");
    return provenance;
}

Provenance of_gitlab(const Environment& environment) {
    return {claim(environment, "CI_PROJECT_URL"), claim(environment, "CI_COMMIT_SHA"),
            claim(environment, "CI_COMMIT_REF_NAME"), claim(environment, "CI_JOB_URL")};
}

}  // namespace

Provenance provenance_of_ci(const Environment& environment) {
    if (is_set(environment, "GITHUB_ACTIONS")) return of_github(environment);
    if (is_set(environment, "GITLAB_CI")) return of_gitlab(environment);
    return {};
}

Provenance merged(Provenance given, const Provenance& otherwise) {
    for (auto member : {&Provenance::repository, &Provenance::commit, &Provenance::ref, &Provenance::build_url})
        if ((given.*member).empty()) given.*member = otherwise.*member;
    return given;
}

Result<> check(const Provenance& provenance) {
    for (const auto& [name, value] : headers_of(provenance))
        if (!is_acceptable(value))
            return Error(client_problem::usage, name + " must be printable ASCII, at most 1 KiB");
    return {};
}

std::vector<std::pair<std::string, std::string>> headers_of(const Provenance& provenance) {
    std::vector<std::pair<std::string, std::string>> headers;
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) headers.emplace_back(name, value);
    };
    add("Slipway-Source-Repository", provenance.repository);
    add("Slipway-Source-Commit", provenance.commit);
    add("Slipway-Source-Ref", provenance.ref);
    add("Slipway-Source-Build-Url", provenance.build_url);
    return headers;
}

}  // namespace slipway::cli
