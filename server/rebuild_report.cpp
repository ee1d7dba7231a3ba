#include "server/rebuild_report.hpp"

#include "base/text.hpp"
#include "repo-format/formats/package_format.hpp"

#include <cstdio>

namespace slipway::server {
namespace {

/// "3 deb and 2 rpm".
std::string counts_of(const publishing::RebuildReport& report) {
    std::vector<std::string> counts;
    for (const auto* format : formats::all()) {
        const auto found = report.packages.find(format->traits().format);
        const auto count = found == report.packages.end() ? 0 : found->second;
        counts.push_back(std::to_string(count) + " " + std::string(format->name()));
    }
    return join(counts, " and ");
}

}  // namespace

void print(const publishing::RebuildReport& report, const publishing::RebuildOptions& options, const Path& data) {
    const auto list = [](const std::vector<std::string>& lines, const char* what) {
        for (const auto& line : lines) std::printf("%s: %s\n", what, line.c_str());
    };
    std::printf("rebuilt repository %s: %s packages in its protected channel %s\n", options.repository.c_str(),
                counts_of(report).c_str(), options.channel.c_str());
    list(report.keys, "private key taken over");
    list(report.refused_keys, "private key not taken over");
    std::printf("active key: %s%s\n", report.active_key.c_str(),
                report.keys.empty() ? " (a new one: no key was there, clients have to trust it anew)" : "");
    list(report.older, "an older build of a version, in a past revision only");
    list(report.refused, "not taken in");
    list(report.damaged, "damaged, moved to blobs/trash");
    std::printf(
        "lost: which channel, distro, component and repository a package was in; revisions, pins, snapshots and URLs\n"
        "of indexes; settings, purges and the audit log; provenance; states of keys (revoke again what was revoked);\n"
        "every token. New tokens: %s/admin-token, %s/upload-token\n"
        "next: promote packages from %s to the channels where they belong\n",
        data.c_str(), data.c_str(), options.channel.c_str());
}

}  // namespace slipway::server
