#include "tests/server/api/test_api.hpp"

#include "server/api/io_thread_tree.hpp"
#include "server/api/json.hpp"
#include "server/http/target.hpp"
#include "signing/gpg_processes.hpp"
#include "storage/catalog/sqlite.hpp"
#include "tests/support/must.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <thread>
#include <unistd.h>

namespace slipway::api {
namespace {

class PlainPages final : public Pages {
public:
    Response index(const PageContext&) const override { return page("index"); }
    Response repository(const PageContext&, const publishing::PublishedRepository&) const override {
        return page("main");
    }
    Result<Response> past(const PageContext&, const publishing::PublishedRepository&, const storage::ReadTransaction&,
                          const PastPage& wanted) const override {
        return page(std::visit([](const auto& of_kind) { return name_of(of_kind); }, wanted));
    }
    std::optional<Response> asset(std::string_view) const override { return std::nullopt; }

private:
    static std::string name_of(const ChannelsPage&) { return "channels"; }
    static std::string name_of(const RevisionsPage& page) {
        return page.channel->settings.name + (page.before ? fmt::format(" before {}", *page.before) : "");
    }
    static std::string name_of(const RevisionPage& page) {
        return fmt::format("{} r{}", page.channel->settings.name, page.number);
    }
    static std::string name_of(const ContentPage& page) {
        return "packages of " + page.channel->settings.name + (page.filter.name ? ": " + *page.filter.name : "");
    }
    static std::string name_of(const PackagePage& page) { return "package " + page.sha256.hex(); }

    static Response page(std::string text) {
        Response response;
        response.body = std::move(text);
        return response;
    }
};

Response wait_for(http::Reply reply) {
    if (auto* response = std::get_if<Response>(&reply)) return std::move(*response);
    std::promise<Response> promise;
    auto future = promise.get_future();
    std::get<http::Deferred>(reply)([&](Response response) { promise.set_value(std::move(response)); });
    return future.get();
}

/// A gpg that does what the file `broken` says while there is one.
std::string breakable_gpg(const testing::TempDir& directory) {
    const auto broken = (directory.path() / "broken").string();
    const auto program =
        directory.write("gpg.sh", "#!/bin/sh\n[ ! -e " + broken + " ] || . " + broken + "\nexec gpg \"$@\"\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    return program;
}

std::vector<std::string> files_below(const std::filesystem::path& directory) {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory))
        if (entry.is_regular_file()) files.push_back(entry.path().string());
    std::ranges::sort(files);
    return files;
}

/// An answer may come a moment before the last owner of a file under way lets go of it.
void wait_until_empty(const std::filesystem::path& incoming) {
    for (int tries = 0; tries < 200 && !files_below(incoming).empty(); ++tries)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

constexpr std::array counted = {
    "SELECT 'packages', count(*) FROM packages",         "SELECT 'pool names', count(*) FROM pool_names",
    "SELECT 'taken', count(*) FROM taken_versions",      "SELECT 'events', count(*) FROM events",
    "SELECT 'revisions', count(*) FROM revisions",       "SELECT 'nodes', count(*) FROM nodes",
    "SELECT 'entry points', count(*) FROM entry_points",
};

}  // namespace

TestApi::TestApi(Options options) {
    catalog_ = MUST(storage::Catalog::open(directory_.path() / "slipway.db"));
    segments_ = MUST(storage::SegmentStore::open(files_, directory_.path()));
    blobs_ = MUST(storage::BlobStore::open(files_, directory_.path()));
    signing::SigningWorkers::Options signing;
    signing.keys_directory = directory_.path() / "keys";
    signing.workers = 1;
    signing.deadline = options.signing_deadline;
    signing.gpg_program = breakable_gpg(directory_);
    ::setenv("XDG_RUNTIME_DIR", directory_.path().c_str(), 1);
    signers_ = MUST(signing::SigningWorkers::start(signing, log_));
    ::unsetenv("XDG_RUNTIME_DIR");
    publishing::Publisher::Options publishing;
    publishing.public_url = "https://example.com";
    publishing.cpu_threads = 1;
    publishing.ephemeral_channels = options.ephemeral_channels;
    publishing.first_key = signing::KeyAlgorithm::ed25519;  // quick to make
    publisher_ = MUST(publishing::Publisher::open({*catalog_, *segments_, *blobs_, *signers_, clock_, log_, claims_},
                                                  publishing, [](auto, auto done) { done(); }));
    const auto post = [this](auto job) { disk_.post(std::move(job)); };
    ingest_ = std::make_unique<publishing::Ingest>(*catalog_, *blobs_, *signers_, claims_, post);
    tokens_ = std::make_unique<publishing::TokenBook>(*catalog_, clock_);
    pages_ = std::make_unique<PlainPages>();
    refusals_ = std::make_unique<Refusals>(*publisher_, clock_, log_);
    handler_ = std::make_unique<ApiHandler>(Parts{*publisher_,
                                                  *ingest_,
                                                  *catalog_,
                                                  *blobs_,
                                                  *tokens_,
                                                  clock_,
                                                  log_,
                                                  *pages_,
                                                  *refusals_,
                                                  options.limits,
                                                  "https://example.com",
                                                  [] { return std::string("metric 1\n"); },
                                                  {},
                                                  post});
    auto tx = MUST(catalog_->write());
    secret_ = MUST(publishing::create_token(tx, "admin", {"admin:*"}, {}, clock_.now())).secret;
    MUST(std::move(tx).commit());
}

TestApi::~TestApi() {
    use_tree(nullptr);
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
        return with_body(request, *body);
    }
    use_tree(publisher_->current());
    auto at_once = handler_->answer_at_once(request);
    return at_once ? std::move(*at_once) : wait_for(handler_->handle(request, {}));
}

Response TestApi::send_chunked(const std::string& target, const std::string& body, const Fields& fields) {
    auto request = request_for(Method::post, target, fields);
    request.has_body = true;
    return with_body(request, body);
}

http::BodyPlan TestApi::plan(Method method, const std::string& target, std::optional<std::uint64_t> length,
                             const Fields& fields) {
    auto request = request_for(method, target, fields);
    request.has_body = true;
    request.content_length = length;
    return handler_->plan_body(request);
}

Response TestApi::with_body(const http::Request& request, const std::string& body) {
    auto plan = handler_->plan_body(request);
    if (auto* response = std::get_if<Response>(&plan)) return std::move(*response);
    if (auto* later = std::get_if<http::AskAgain>(&plan)) return std::move(later->refusal);
    if (std::holds_alternative<http::CollectBody>(plan)) return wait_for(handler_->handle(request, body));
    const auto sink = std::move(std::get<std::unique_ptr<http::BodySink>>(plan));
    for (std::size_t at = 0; at < body.size(); at += 64 << 10) {
        const auto appended = sink->append(std::string_view(body).substr(at, 64 << 10));
        if (!appended.ok()) return handler_->refuse(request, appended.error());
    }
    return wait_for(sink->finish());
}

std::string TestApi::make_token(const std::vector<std::string>& scopes) {
    const auto made = post("/api/v1/tokens", Json::object({{"name", "some token"}, {"scopes", scopes}}).text());
    EXPECT_EQ(made.status, 201U) << body_of(made);
    return member(made, "secret");
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

void TestApi::break_gpg(const std::string& script) {
    directory_.write("broken", script);
    signing::kill_gpg_processes(directory_.path());  // an agent that runs needs no gpg
}
void TestApi::mend_gpg() { std::filesystem::remove(directory_.path() / "broken"); }

FormBuilder& FormBuilder::file(const std::string& field, const std::string& name, const std::string& bytes,
                               const Fields& fields) {
    text_ += "--b\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + name + "\"\r\n";
    for (const auto& [key, value] : fields) text_.append(key).append(": ").append(value).append("\r\n");
    text_ += "\r\n" + bytes + "\r\n";
    return *this;
}

FormBuilder& FormBuilder::text(const std::string& field, const std::string& value) {
    text_ += "--b\r\nContent-Disposition: form-data; name=\"" + field + "\"\r\n\r\n" + value + "\r\n";
    return *this;
}

namespace {

std::string text_of(const Rope& rope) {
    std::string text = rope.before;
    for (const auto& slice : rope.slices) {
        std::string part(slice.length, '\0');
        EXPECT_EQ(::pread(slice.fd, part.data(), part.size(), static_cast<off_t>(slice.offset)),
                  static_cast<ssize_t>(part.size()));
        text += part;
    }
    return text + rope.after;
}

}  // namespace

std::string body_of(const Response& response) {
    if (const auto* text = std::get_if<std::string>(&response.body)) return *text;
    if (const auto* bytes = std::get_if<http::Window<SharedBytes>>(&response.body))
        return bytes->of->substr(bytes->offset, bytes->length);
    if (const auto* rope = std::get_if<http::Window<SharedRope>>(&response.body))
        return text_of(*rope->of).substr(rope->offset, rope->length);
    return {};
}

namespace {

/// The text of a JSON string; of its escapes only those of quotes and backslashes are needed here.
std::string string_at_start_of(const std::string& json) {
    std::string text;
    for (std::size_t at = 1; at < json.size() && json[at] != '"'; ++at) {
        if (json[at] == '\\') ++at;
        text += json[at];
    }
    return text;
}

}  // namespace

std::string member(const Response& response, const std::string& name) {
    const auto body = body_of(response);
    const auto key = "\"" + name + "\":";
    const auto at = body.find(key);
    if (at == body.npos) return {};
    const auto value = body.substr(at + key.size());
    if (value.starts_with('"')) return string_at_start_of(value);
    return value.substr(0, value.find_first_of(",}\n"));
}

std::string code_of(const Response& response) {
    const auto type = member(response, "type");
    return type.starts_with("urn:slipway:") ? type.substr(12) : type;
}

std::size_t count_of(const std::string& part, const std::string& whole) {
    std::size_t count = 0;
    for (auto at = whole.find(part); at != whole.npos; at = whole.find(part, at + part.size())) ++count;
    return count;
}

}  // namespace slipway::api
