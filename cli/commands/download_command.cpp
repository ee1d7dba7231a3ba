#include "cli/commands/commands.hpp"
#include "cli/download.hpp"
#include "cli/progress_bar.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace slipway::cli {
namespace {

constexpr const char* standard_output = "-";

struct DownloadOptions {
    std::string channel;
    std::vector<std::string> packages;
    std::string distro;
    std::string directory = ".";
    std::string output;
    bool dry_run = false;
};

ProgressBar bar_for(const Session& session, const NamedPackage& package) {
    using enum ProgressBar::Shown;
    return {package.text(), "received, its digest is verified", session.options.quiet ? never : on_a_terminal};
}

Result<std::vector<NamedPackage>> find_all(Client& client, const ChannelRef& ref, const DownloadOptions& options) {
    std::vector<NamedPackage> packages;
    for (const auto& name : options.packages)
        for (auto& package : TRY(find_in_channel(client, ref, name, options.distro)))
            packages.push_back(std::move(package));
    return packages;
}

Result<std::vector<Download>> downloads_of(const std::vector<NamedPackage>& packages, const DownloadOptions& options) {
    if (options.output.empty()) return into_directory(packages, options.directory);
    if (options.output == standard_output) return std::vector{TRY(into_file(packages, {}))};
    return std::vector{TRY(into_file(packages, options.output))};
}

std::string json_of(const std::vector<Download>& downloads) {
    std::vector<Json> packages;
    for (const auto& [package, file] : downloads)
        packages.push_back(Json::object({{"name", package.name},
                                         {"version", package.version},
                                         {"architecture", package.architecture},
                                         {"distro", package.distro},
                                         {"sha256", package.sha256},
                                         {"size", package.size},
                                         {"url", package.url},
                                         {"file", file.string()}}));
    return Json::object({{"packages", Json::array(packages)}}).text();
}

Result<int> print_urls(const Session& session, const std::vector<Download>& downloads) {
    std::string urls;
    for (const auto& download : downloads) urls += printable(download.package.url) + "\n";
    session.print({200, json_of(downloads)}, urls);
    return exit_code::ok;
}

/// The bytes of the package are the output, so nothing else may be printed.
Result<int> print_package(const Session& session, Client& client, const NamedPackage& package) {
    if (is_terminal(STDOUT_FILENO))
        return Error(client_problem::usage,
                     "a package cannot be written to a terminal; redirect it to a file or a pipe");
    auto bar = bar_for(session, package);
    TRY(fetch_to(client, package, STDOUT_FILENO, bar));
    return exit_code::ok;
}

Result<int> download(const Session& session, Client& client, const DownloadOptions& options) {
    const auto ref = TRY(ChannelRef::parse(options.channel));
    const auto packages = TRY(find_all(client, ref, options));
    const auto downloads = TRY(downloads_of(packages, options));
    if (options.dry_run) return print_urls(session, downloads);
    if (options.output == standard_output) return print_package(session, client, downloads.front().package);
    if (options.output.empty()) {
        std::error_code failure;
        std::filesystem::create_directories(options.directory, failure);
        if (failure) return Error(Fault::io, options.directory + ": " + failure.message());
    }
    std::string files;
    for (const auto& download : downloads) {
        auto bar = bar_for(session, download.package);
        if (TRY(fetch(client, download, bar)) == Fetched::before)
            session.say(download.file.string() + " is already there");
        files += printable(download.file.lexically_normal().string()) + "\n";
    }
    session.print({200, json_of(downloads)}, files);
    return exit_code::ok;
}

}  // namespace

void add_download_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<DownloadOptions>();
    auto* command = program.add_subcommand("download", "Download packages of a channel and verify their digests");
    add_channel(*command, options->channel);
    command->add_option("packages", options->packages, package_forms)->required()->type_name("PACKAGE");
    command->add_option("--distro", options->distro, "Only the packages of this distro")->type_name("DISTRO");
    auto* directory =
        command->add_option("-d,--directory", options->directory, "The target directory; made if it does not exist")
            ->type_name("DIRECTORY")
            ->capture_default_str();
    command->add_option("-o,--output", options->output, "Write one package to this file; - is standard output")
        ->type_name("FILE")
        ->excludes(directory);
    command->add_flag("--dry-run", options->dry_run, "Only print the URLs");
    command->footer(
        "A file gets its name when all bytes are there and their SHA-256 is right.\n"
        "The next call continues an interrupted download.\n"
        "Prints the names of the files.");
    command->callback(runner(session, options)(download));
}

}  // namespace slipway::cli
