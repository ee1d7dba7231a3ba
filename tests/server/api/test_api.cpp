#include "tests/server/api/test_api.hpp"

#include "server/api/routing/json.hpp"
#include "server/files/io_thread_tree.hpp"
#include "server/http/target.hpp"
#include "signing/gpg/gpg_processes.hpp"
#include "signing/signing_workers.hpp"
#include "storage/blobs/file_blob_store.hpp"
#include "storage/catalog/connection.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "storage/segments/file_segment_store.hpp"
#include "tests/server/api/plain_pages.hpp"
#include "tests/support/comes_true.hpp"
#include "tests/support/must.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>

namespace slipway::api {
namespace {

/// A gpg that does what the file `broken` says while there is one.
std::string breakable_gpg(const testing::TempDir& directory) {
    const auto broken = (directory.path() / "broken").string();
    const auto program =
        directory.write("gpg.sh", "#!/bin/sh\n[ ! -e " + broken + " ] || . " + broken + "\nexec gpg \"$@\"\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    return program;
}

signing::SigningWorkers::Options signing_below(const testing::TempDir& directory, std::chrono::milliseconds deadline) {
    signing::SigningWorkers::Options signing;
    signing.keys_directory = directory.path() / "keys";
    signing.workers = 1;
    signing.deadline = deadline;
    signing.gpg_program = breakable_gpg(directory);
    return signing;
}

publishing::Publisher::Options publishing_with(std::size_t ephemeral_channels) {
    publishing::Publisher::Options publishing;
    publishing.public_url = "https://example.com";
    publishing.cpu_threads = 1;
    publishing.ephemeral_channels = ephemeral_channels;
    publishing.first_key = signing::KeyAlgorithm::ed25519;  // quick to make
    return publishing;
}

std::vector<std::string> files_below(const std::filesystem::path& directory) {
    std::vector<std::string> files;
    if (!std::filesystem::exists(directory)) return files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory))
        if (entry.is_regular_file()) files.push_back(entry.path().string());
    std::ranges::sort(files);
    return files;
}

/// An answer may come a moment before the last owner of a file under way releases it. Others stay as long as a test
/// holds them.
void wait_until_empty(const std::filesystem::path& incoming) {
    testing::comes_true([&] { return files_below(incoming).empty(); }, std::chrono::seconds(2));
}

constexpr std::array counted = {
    "SELECT 'packages', count(*) FROM packages",         "SELECT 'pool names', count(*) FROM pool_names",
    "SELECT 'taken', count(*) FROM taken_versions",      "SELECT 'events', count(*) FROM events",
    "SELECT 'revisions', count(*) FROM revisions",       "SELECT 'nodes', count(*) FROM nodes",
    "SELECT 'entry points', count(*) FROM entry_points",
};

}  // namespace

TestApi::TestApi(Options options) {
    catalog_ = MUST(storage::SqliteCatalog::open(directory_.path() / "slipway.db"));
    segments_ = MUST(storage::FileSegmentStore::open(files_, directory_.path()));
    blobs_ = std::make_unique<testing::DistantBlobs>(MUST(storage::FileBlobStore::open(files_, directory_.path())));
    signer_ = start_signer(options.gpg_deadline);
    publisher_ =
        MUST(publishing::Publisher::open({*catalog_, *segments_, *blobs_, *signer_, clock_, log_, claims_},
                                         publishing_with(options.ephemeral_channels), [](auto, auto done) { done(); }));
    const auto post = [this](auto step, auto turn, auto job) {
        (step == publishing::Ingest::Step::sign ? signing_ : disk_).post(turn, std::move(job));
    };
    ingest_ = std::make_unique<publishing::Ingest>(*catalog_, *blobs_, *signer_, claims_, post,
                                                   publishing::ExpansionLimits{}, options.check_room_to_sign);
    queries_ = std::make_unique<publishing::Queries>(*catalog_, options.longest_read);
    package_files_ = std::make_unique<publishing::PackageFiles>(*blobs_);
    tokens_ = std::make_unique<publishing::TokenBook>(*catalog_, clock_);
    pages_ = plain_pages();
    refusals_ = std::make_unique<Refusals>(*publisher_, clock_, log_);
    const auto observe = [this](const http::Request&, const http::Answered& answered) { observed_ = answered; };
    handler_ = std::make_unique<ApiHandler>(Parts{*publisher_,
                                                  *ingest_,
                                                  *queries_,
                                                  *package_files_,
                                                  *tokens_,
                                                  clock_,
                                                  log_,
                                                  failures_,
                                                  *pages_,
                                                  *refusals_,
                                                  options.limits,
                                                  options.public_url,
                                                  [] { return std::string("metric 1\n"); },
                                                  {observe},
                                                  {},
                                                  options.nodes});
    secret_ = make_token_beside({"admin:*"});
    read_tokens();
}

void TestApi::read_tokens() { MUST(tokens_->refresh()); }

std::unique_ptr<signing::Signer> TestApi::start_signer(std::optional<std::chrono::milliseconds> gpg_deadline) {
    if (!gpg_deadline) {
        auto fake = std::make_unique<testing::FakeSigner>(files_, directory_.path() / "keys");
        fake_signer_ = fake.get();
        return fake;
    }
    ::setenv("XDG_RUNTIME_DIR", directory_.path().c_str(), 1);
    auto workers = MUST(signing::SigningWorkers::start(files_, signing_below(directory_, *gpg_deadline), log_));
    ::unsetenv("XDG_RUNTIME_DIR");
    return workers;
}

TestApi::~TestApi() {
    files::use_tree(nullptr);
    signing_.join();
    disk_.join();
    publisher_->stop();  // as the daemon does, before the handler goes
}

ApiLimits TestApi::without_reserve() {
    ApiLimits limits;
    limits.disk_reserve = 0;
    return limits;
}

void TestApi::make_main() {
    const auto made = put(main_url, R"({"distros":[{"name":"deb","format":"deb"},{"name":"rpm","format":"rpm"}],)"
                                    R"("channels":[{"name":"dev","immutable_versions":false},{"name":"stable"}]})");
    ASSERT_EQ(made.status, 201U) << body_of(made);
}

http::Request TestApi::request_for(Method method, const std::string& target, const Fields& fields) const {
    const auto parsed = MUST(http::parse_target(target));
    http::Request request;
    request.method = method;
    request.path = parsed.path;
    request.trailing_slash = parsed.trailing_slash;
    request.has_empty_segments = parsed.has_empty_segments;
    request.query = parsed.query;
    request.address = "192.0.2.7";
    for (const auto& [name, value] : fields) request.headers.add(name, value);
    if (!secret_.empty()) request.headers.add("Authorization", "Bearer " + secret_);
    return request;
}

Response TestApi::send(Method method, const std::string& target, const std::optional<std::string>& body,
                       const Fields& fields) {
    auto request = request_for(method, target, fields);
    if (body) {
        request.has_body = true;
        request.content_length = body->size();
        return answer_of(with_body(request, *body));
    }
    return answer_of(without_body(request));
}

Response TestApi::send_chunked(const std::string& target, const std::string& body, const Fields& fields) {
    auto request = request_for(Method::post, target, fields);
    request.has_body = true;
    return answer_of(with_body(request, body));
}

std::optional<Response> TestApi::at_once(const std::string& target) {
    files::use_tree(publisher_->current());
    return handler_->answer_at_once(request_for(Method::get, target, {}));
}

http::Answered TestApi::observed(Method method, const std::string& target) {
    handler_->answered(request_for(method, target, {}), {});
    return observed_;
}

http::Work TestApi::lane_of(const std::string& target) {
    files::use_tree(publisher_->current());
    const auto placed = handler_->place(request_for(Method::get, target, {}));
    return std::get<http::Placement>(placed).work;
}

std::future<Response> TestApi::begin(Method method, const std::string& target, const std::optional<std::string>& body,
                                     const Fields& fields) {
    auto request = request_for(method, target, fields);
    request.has_body = body.has_value();
    if (!body) return future_of(without_body(request));
    request.content_length = body->size();
    return future_of(with_body(request, *body));
}

http::BodyPlan TestApi::plan(Method method, const std::string& target, std::optional<std::uint64_t> length,
                             const Fields& fields) {
    auto& request = planned_.emplace_back(request_for(method, target, fields));
    request.has_body = true;
    request.content_length = length;
    if (auto refused = refuse_place(request)) return std::move(*refused);
    return handler_->plan_body(request);
}

std::variant<http::Placement, Response> TestApi::place(Method method, const std::string& target, const Fields& fields) {
    files::use_tree(publisher_->current());
    return handler_->place(request_for(method, target, fields));
}

std::function<Response()> TestApi::waiting(Method method, const std::string& target) {
    auto request = request_for(method, target, {});
    EXPECT_FALSE(refuse_place(request).has_value());
    return [this, request = std::move(request)] { return answer_of(handler_->handle(request, {})); };
}

std::optional<Response> TestApi::refuse_place(const http::Request& request) {
    files::use_tree(publisher_->current());
    auto placed = handler_->place(request);
    auto* refused = std::get_if<Response>(&placed);
    return refused == nullptr ? std::nullopt : std::optional(std::move(*refused));
}

http::Reply TestApi::without_body(const http::Request& request) {
    files::use_tree(publisher_->current());
    if (auto at_once = handler_->answer_at_once(request)) return std::move(*at_once);
    if (auto refused = refuse_place(request)) return std::move(*refused);
    return handler_->handle(request, {});
}

http::Reply TestApi::with_body(const http::Request& request, const std::string& body) {
    if (auto refused = refuse_place(request)) return std::move(*refused);
    auto plan = handler_->plan_body(request);
    if (auto* response = std::get_if<Response>(&plan)) return std::move(*response);
    if (auto* waiting = std::get_if<std::unique_ptr<http::WaitingBody>>(&plan)) return (*waiting)->refusal();
    if (const auto* collected = std::get_if<http::CollectBody>(&plan))
        return collected->then ? collected->then(body) : handler_->handle(request, body);
    const auto sink = std::move(std::get<std::unique_ptr<http::BodySink>>(plan));
    for (std::size_t at = 0; at < body.size(); at += 64 << 10) {
        const auto appended = sink->append(std::string_view(body).substr(at, 64 << 10));
        if (!appended.ok()) return handler_->refuse(request, appended.error());
    }
    return sink->finish();
}

std::string TestApi::make_token(const std::vector<std::string>& scopes) {
    const auto made = post("/api/v1/tokens", Json::object({{"name", "some token"}, {"scopes", scopes}}).text());
    EXPECT_EQ(made.status, 201U) << body_of(made);
    return member(made, "secret");
}

std::string TestApi::make_token_beside(const std::vector<std::string>& scopes) {
    auto tx = MUST(catalog_->write());
    const auto made = MUST(publishing::create_token(tx, "admin", scopes, {}, clock_.now()));
    MUST(std::move(tx).commit());
    return made.secret;
}

std::string TestApi::stored() {
    wait_until_empty(directory_.path() / "blobs" / "incoming");
    std::string text;
    for (const auto& file : files_below(directory_.path() / "blobs")) text += file + "\n";
    for (const auto& file : files_below(directory_.path() / "keys")) text += file + "\n";
    const auto tx = MUST(catalog_->read());
    for (const auto* sql : counted)
        MUST(storage::for_each_row(tx.connection(), sql, [&](storage::Row& row) {
            const auto name = row.text();
            text += name + " " + std::to_string(row.integer()) + "\n";
        }));
    return text;
}

std::string TestApi::blob(const std::string& sha256) {
    const auto file = MUST(blobs_->open_blob(*Sha256::parse(sha256)));
    const auto size = MUST(file->size());
    return MUST(file->read(0, size));
}

void TestApi::before_signing(std::function<Result<>()> hook) { fake_signer_->before_each(std::move(hook)); }

void TestApi::fail_signing() {
    before_signing([]() -> Result<> { return Error(Fault::io, "signing failed, as the test wants"); });
}

void TestApi::break_gpg(const std::string& script) {
    directory_.write("broken", script);
    signing::kill_gpg_processes(directory_.path());  // an agent that runs needs no gpg
}
void TestApi::mend_gpg() { std::filesystem::remove(directory_.path() / "broken"); }

}  // namespace slipway::api
