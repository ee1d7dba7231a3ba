// Answers for package managers. Everything current comes from the immutable tree the caller holds: no lock, no catalog,
// no other thread. Only these need more: files of older generations and of past states, and packages that the tree does
// not know (catalog), a Release.gpg that is still being made (waiting), and the pairing of repomd.xml with its
// signature (one short lock).
#include "server/files/published_files.hpp"

#include "base/text.hpp"
#include "publishing/queries/pool.hpp"
#include "publishing/served/setup_files.hpp"
#include "publishing/served/setup_script.hpp"
#include "server/files/directories.hpp"
#include "server/files/past_pages.hpp"
#include "server/files/repomd_choice.hpp"
#include "server/files/snapshot_files.hpp"
#include "server/http/conditional.hpp"
#include "server/http/problem.hpp"

#include <fmt/format.h>

namespace slipway::files {
namespace {

using http::Request;
using http::Response;
using publishing::PublishedFile;

constexpr std::string_view plain_text = "text/plain; charset=utf-8";
constexpr std::string_view keep_forever = "public, max-age=31536000, immutable";
constexpr std::string_view revalidate = "no-cache";

Response text_answer(unsigned status, std::string text) {
    Response response;
    response.status = status;
    response.headers.add("Content-Type", plain_text);
    response.headers.add("Cache-Control", "no-store");
    response.body = std::move(text);
    return response;
}

/// The log has an entry since the damage was found.
Error damaged_file() {
    return Error("damaged"_problem,
                 "the stored bytes of this file are damaged: it is served again when they are repaired");
}

Response starting() {
    auto response = text_answer(503, "The server is starting.\n");
    response.headers.add("Retry-After", "1");
    return response;
}

Response not_found() { return text_answer(404, "There is nothing at this address.\n"); }

http::Body whole(const PublishedFile& file) {
    const auto size = file.size();
    return std::visit(
        [size](const auto& shared) -> http::Body {
            return http::Window<std::decay_t<decltype(shared)>>{shared, 0, size};
        },
        file.body);
}

/// A date that is not there yet is not sent: publications of one second have dates in the seconds behind it.
Response send(const Request& request, const PublishedFile& file, Seconds now) {
    if (file.damaged) return http::problem(damaged_file());
    const bool immutable = file.kind == publishing::FileKind::immutable;
    const bool dated = file.last_modified != Seconds{} && file.last_modified <= now;
    const http::Validators validators{file.etag, dated ? std::optional(file.last_modified) : std::nullopt};
    return http::answer_conditionally(request, validators,
                                      {file.content_type, immutable ? keep_forever : revalidate, whole(file)});
}

/// Text made for this answer: its digest is its ETag.
Response send_text(const Request& request, std::string_view content_type, std::string_view caching, std::string text) {
    const auto etag = fmt::format("\"{}\"", sha256_of(text).hex());
    return http::answer_conditionally(request, {etag, std::nullopt}, {content_type, caching, std::move(text)});
}

std::string render(const SetUpFile& wanted, std::string_view base) {
    const auto& state = wanted.repository->state;
    switch (wanted.kind) {
        case SetUp::source:
            return publishing::set_up_file(state, *wanted.distro, wanted.channel, base, wanted.snapshot);
        case SetUp::script:
            return publishing::setup_script(state, wanted.distro, wanted.channel, base, wanted.snapshot);
    }
    return {};
}

/// An older generation of an index file.
Result<std::optional<PublishedFile>> find_replaced(const Sources& sources, const ReplacedFile& wanted) {
    const auto tx = TRY(sources.queries.view());
    return sources.publisher.find_replaced(tx, wanted.repository->state, wanted.distro, wanted.channel, wanted.sha256);
}

}  // namespace

/// One request for a published file: an overload for each thing that can be found. Nothing: not without waiting.
struct PublishedFiles::Answering {
    const Sources& sources;
    RepomdPairs& pairs;
    const Request& request;
    Wait wait = Wait::yes;
    using Answer = std::optional<Response>;

    Answer operator()(NothingThere) const { return not_found(); }
    Answer operator()(const Gone& found) const { return text_answer(410, std::string(found.why) + "\n"); }
    Answer operator()(const CurrentFile& found) const { return send(request, *found.file, sources.clock.now()); }
    Answer operator()(const UnknownPackage&) const { return std::nullopt; }
    Answer operator()(const ReplacedFile&) const { return std::nullopt; }
    Answer operator()(const ReleaseSignature&) const { return std::nullopt; }
    Answer operator()(const SnapshotFile&) const { return std::nullopt; }
    Answer operator()(const KeyHintFile& found) const {
        return send_text(request, "application/pgp-keys", revalidate, *found.armored);
    }

    Answer operator()(const RepomdFile& found) const {
        if (wait == Wait::no && asks_other_nodes(sources, request)) return std::nullopt;
        return send(request, choose_repomd(sources, pairs, request, found), sources.clock.now());
    }

    Answer operator()(const PoolPackage& found) const {
        if (wait == Wait::no && !sources.package_files.is_at_hand(found.file.sha256)) return std::nullopt;
        auto blob = sources.package_files.open(found.file.sha256, found.file.size);
        if (!blob.ok()) return no_blob(blob.error(), found.file.sha256);
        const auto etag = fmt::format("\"{}\"", found.file.sha256.hex());
        const http::Window<SharedRope> whole{blob->content, 0, found.file.size};
        return http::answer_conditionally(request, {etag, blob->last_modified},
                                          {found.content_type, keep_forever, whole});
    }

    /// Damage is logged once, however often the package is requested.
    Response no_blob(const Error& error, const Sha256& id) const {
        if (error.fault() != Fault::corrupt) return http::problem_of(sources.failures, error);
        if (sources.package_files.mark_damaged(id)) sources.log.failure("a package file is damaged", error);
        return http::problem(damaged_file());
    }

    /// Which states there are, only the catalog knows.
    Answer operator()(const SetUpFile& found) const {
        return found.snapshot.empty() ? Answer(set_up(found)) : std::nullopt;
    }

    Response set_up(const SetUpFile& found) const {
        const auto base = sources.mount.base_of(request);
        if (!base.ok()) return http::problem_of(sources.failures, base.error());
        return send_text(request, plain_text, base->from == http::BaseFrom::request ? "no-store" : revalidate,
                         render(found, base->text));
    }
};

bool is_page_of_present(std::span<const std::string> path) {
    return path.size() < 2 || (path.size() == 2 && (path[0] == "problems" || path[0] == "static"));
}

http::Work work_of(std::span<const std::string> path, bool trailing_slash) {
    if (is_past_page(path)) return http::Work::page;
    return trailing_slash ? http::Work::listing : http::Work::snapshot;
}

std::optional<Response> PublishedFiles::page(const Tree& tree, const Request& request, Path path) const {
    const auto& pages = sources_.pages;
    if (path.size() == 2 && path[0] == "static") {
        auto asset = pages.asset(path[1]);
        if (!asset) return not_found();
        asset->headers.add("Cache-Control", revalidate);
        return asset;
    }
    const bool is_problem = !path.empty() && path[0] == "problems";
    const auto* repository = path.empty() ? nullptr : tree->find(path[0]);
    if (!is_problem && !path.empty() && repository == nullptr) return std::nullopt;
    if (repository != nullptr && !request.trailing_slash) {
        auto response = text_answer(301, "The page of this repository ends with a slash.\n");
        response.headers.add("Location", sources_.mount.path() + "/" + path[0] + "/");
        return response;
    }
    const auto base = sources_.mount.base_of(request);
    if (!base.ok()) return http::problem_of(sources_.failures, base.error());
    if (const auto once = http::check_not_repeated(request.query); !once.ok())
        return refusal_as_text(sources_.failures, once.error());
    auto context = page_context(sources_, *tree, *base);
    context.after = request.query.find("after").value_or("");
    if (repository != nullptr && !context.after.empty() && !parse_decimal(context.after)) return not_found();
    std::optional<Response> response;
    if (is_problem)
        response = pages.problem(context, path.size() == 1 ? std::string_view() : path[1]);
    else
        response = repository == nullptr ? pages.index(context) : pages.repository(context, *repository);
    if (!response) return not_found();
    add_page_fields(*response, *base);
    return response;
}

http::Work PublishedFiles::work_for(const Tree& tree, const Request& request, Path path) const {
    const auto usual = work_of(path, request.trailing_slash);
    if (!tree || usual != http::Work::snapshot) return usual;
    const auto found = look_up(*tree, path);
    if (std::holds_alternative<RepomdFile>(found) && asks_other_nodes(sources_, request)) return http::Work::fetching;
    const auto* package = std::get_if<PoolPackage>(&found);
    const bool is_far = package != nullptr && !sources_.package_files.is_at_hand(package->file.sha256);
    return is_far ? http::Work::fetching : usual;
}

std::optional<Response> PublishedFiles::answer_now(const Tree& tree, const Request& request, Path path) {
    return answer(tree, request, path, Wait::no);
}

std::optional<Response> PublishedFiles::answer(const Tree& tree, const Request& request, Path path, Wait wait) {
    if (request.method != http::Method::get && request.method != http::Method::head) {
        auto response = text_answer(405, "Files and pages can only be read: GET or HEAD.\n");
        response.headers.add("Allow", "GET, HEAD");
        return response;
    }
    if (!tree || is_past_page(path)) return std::nullopt;
    if (is_page_of_present(path))
        if (auto response = page(tree, request, path)) return response;
    const auto found = look_up(*tree, path);
    if (std::holds_alternative<NothingThere>(found)) {
        const auto directory = find_directory(sources_, *tree, request, path);
        if (directory == Directory::to_be_read) return std::nullopt;
        if (directory == Directory::without_slash) return to_directory(sources_, path);
    }
    return std::visit(Answering{sources_, pairs_, request, wait}, found);
}

Response PublishedFiles::package_of_catalog(const Request& request, const UnknownPackage& unknown) {
    const auto find = [&]() -> Result<std::optional<publishing::PoolFile>> {
        const auto view = TRY(sources_.queries.view());
        return publishing::find_pool_file(view, unknown.distro, unknown.h, unknown.file_name);
    };
    const auto file = find();
    if (!file.ok()) return http::problem_of(sources_.failures, file.error());
    if (!*file) return not_found();
    return *Answering{sources_, pairs_, request}(PoolPackage{**file, unknown.content_type});
}

http::Reply PublishedFiles::answer_later(const Tree& tree, const Request& request, Path path, std::int64_t client) {
    if (auto response = answer(tree, request, path, Wait::yes)) return std::move(*response);
    if (!tree) return starting();
    if (is_past_page(path)) return past_page(sources_, *tree, request, path);
    auto& publisher = sources_.publisher;
    const auto found = look_up(*tree, path);
    if (std::holds_alternative<NothingThere>(found))
        return list_directory(sources_, *tree, request, path).value_or(not_found());
    const auto sending = [request, &clock = sources_.clock](const PublishedFile& file) {
        return send(request, file, clock.now());
    };
    if (const auto* unknown = std::get_if<UnknownPackage>(&found)) return package_of_catalog(request, *unknown);
    if (const auto* older = std::get_if<ReplacedFile>(&found)) {
        const auto file = find_replaced(sources_, *older);
        if (!file.ok()) {
            const auto problem = http::problem_of(sources_.failures, file.error());
            return file.error().fault() == Fault::corrupt ? http::problem(damaged_file()) : problem;
        }
        return *file ? sending(**file) : not_found();
    }
    if (const auto* set_up = std::get_if<SetUpFile>(&found)) {
        const auto checked = check_snapshot(sources_, *set_up);
        return checked.ok() ? Answering{sources_, pairs_, request}.set_up(*set_up)
                            : http::problem_of(sources_.failures, checked.error());
    }
    if (const auto* past = std::get_if<SnapshotFile>(&found)) return snapshot_file(sources_, *past, client, sending);
    const auto* signature = std::get_if<ReleaseSignature>(&found);
    if (signature == nullptr) return not_found();
    return http::later<PublishedFile>(
        sources_.failures,
        [&publisher, wanted = *signature](auto done) {
            publisher.release_signature(wanted.repository, wanted.distro, wanted.channel, std::move(done));
        },
        sending);
}

}  // namespace slipway::files
