#pragma once

#include "base/files/posix_file_system.hpp"
#include "base/worker_pool.hpp"
#include "publishing/intake/claimed_blobs.hpp"
#include "server/api/api_handler.hpp"
#include "tests/server/api/answers.hpp"
#include "tests/server/api/form_builder.hpp"
#include "tests/signing/fake_signer.hpp"
#include "tests/support/distant_blobs.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/faulty_file_system.hpp"
#include "tests/support/temp_dir.hpp"

#include <chrono>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace slipway::api {

using http::Method;

inline const std::string main_url = "/api/v1/repositories/main";
inline const std::string dev_url = main_url + "/channels/dev";

/// The API with its real parts (storage, publisher) in a directory of its own, called with requests as the network
/// would: no sockets. FakeSigner signs, or gpg where a test says so. Every call waits for its answer. Requests carry an
/// `admin:*` token unless `use_token` gave another.
class TestApi {
public:
    struct Options {
        ApiLimits limits = without_reserve();
        std::optional<std::chrono::milliseconds>
            gpg_deadline{};  // gpg signs, and has so long; nothing: FakeSigner does
        std::size_t ephemeral_channels = publishing::default_ephemeral_channels;
        publishing::Ingest::CheckRoom check_room_to_sign = publishing::Ingest::always_room;
        std::chrono::milliseconds longest_read = publishing::Queries::longest_read;
        std::string public_url = "https://example.com";
        NodeParts nodes{};
    };
    TestApi() : TestApi(Options{}) {}
    explicit TestApi(Options options);
    ~TestApi();

    /// Limits of a server, but with every byte of the disk free for uploads.
    static ApiLimits without_reserve();

    /// Repository `main` with distros `deb` and `rpm` and the channels `dev` (mutable) and `stable` (immutable).
    void make_main();

    Response get(const std::string& target, Fields fields = {}) { return send(Method::get, target, {}, fields); }
    Response del(const std::string& target) { return send(Method::del, target, {}, {}); }
    Response put(const std::string& target, const std::string& body, Fields fields = {}) {
        return send(Method::put, target, body, fields);
    }
    Response patch(const std::string& target, const std::string& body, Fields fields = {}) {
        return send(Method::patch, target, body, fields);
    }
    Response post(const std::string& target, const std::string& body, Fields fields = {}) {
        return send(Method::post, target, body, fields);
    }
    /// A raw upload; `name` may be followed by a query.
    Response upload(const std::string& name, const std::string& bytes, const std::string& channel = "dev",
                    Fields fields = {}) {
        return put(main_url + "/channels/" + channel + "/packages/" + name, bytes, std::move(fields));
    }
    Response send(Method method, const std::string& target, const std::optional<std::string>& body,
                  const Fields& fields);
    /// Begins a request and returns when it waits for its turn, or is answered.
    std::future<Response> begin(Method method, const std::string& target, const std::optional<std::string>& body,
                                const Fields& fields = {});
    /// The answer that the thread of a connection gives; nothing if the request has to wait in a lane.
    std::optional<Response> at_once(const std::string& target);
    /// What whoever counts answers is told of one to this request.
    http::Answered observed(Method method, const std::string& target);
    /// The lane in which it waits then.
    http::Work lane_of(const std::string& target);
    /// What the network is told to do with a body of this length (nothing: chunked), before a byte of it came.
    http::BodyPlan plan(Method method, const std::string& target, std::optional<std::uint64_t> length,
                        const Fields& fields = {});
    /// What an IO thread does with a request that it does not answer at once: a place in a lane, or a refusal.
    std::variant<http::Placement, Response> place(Method method, const std::string& target, const Fields& fields = {});
    /// A request that has its place in a lane: the call carries it out.
    std::function<Response()> waiting(Method method, const std::string& target);
    /// The answer to a body that comes in pieces, its length not declared.
    Response send_chunked(const std::string& target, const std::string& body, const Fields& fields = {});

    void use_token(std::string secret) { secret_ = std::move(secret); }
    const std::string& secret() const { return secret_; }
    /// Makes a token as the administrator. Its secret.
    std::string make_token(const std::vector<std::string>& scopes);
    /// As another process makes one: the server has not read it yet.
    std::string make_token_beside(const std::vector<std::string>& scopes);

    /// Every blob and file under way, the numbers of rows, the revisions: equal before and after means that nothing was
    /// left behind.
    std::string stored();

    /// The bytes of a stored package.
    std::string blob(const std::string& sha256);

    /// What happens before each signature from now on; see FakeSigner::before_each.
    void before_signing(std::function<Result<>()> hook);
    void fail_signing();
    void mend_signing() { before_signing({}); }
    /// Lets gpg fail or hang from the next request on, and work again.
    void break_gpg(const std::string& script);
    void mend_gpg();

    /// The disk below blobs and segments, to make it fail.
    testing::FaultyFileSystem& disk() { return files_; }
    testing::DistantBlobs& blobs() { return *blobs_; }
    testing::FakeClock& clock() { return clock_; }
    storage::Catalog& catalog() { return *catalog_; }
    publishing::Publisher& publisher() { return *publisher_; }
    Refusals& refusals() { return *refusals_; }
    /// As the daemon does once a second: from now on it knows what another process did to tokens.
    void read_tokens();

private:
    std::unique_ptr<signing::Signer> start_signer(std::optional<std::chrono::milliseconds> gpg_deadline);
    http::Request request_for(Method method, const std::string& target, const Fields& fields) const;
    /// The refusal of a request that gets no place.
    std::optional<Response> refuse_place(const http::Request& request);
    http::Reply without_body(const http::Request& request);
    http::Reply with_body(const http::Request& request, const std::string& body);

    testing::TempDir directory_;
    testing::FakeClock clock_;
    Log log_{LogFormat::logfmt, LogLevel::error};
    BoundedLog failures_{log_};
    PosixFileSystem real_files_;
    testing::FaultyFileSystem files_{real_files_};
    std::unique_ptr<storage::Catalog> catalog_;
    std::unique_ptr<storage::SegmentStore> segments_;
    std::unique_ptr<testing::DistantBlobs> blobs_;
    std::unique_ptr<signing::Signer> signer_;
    testing::FakeSigner* fake_signer_ = nullptr;  // where it signs
    publishing::ClaimedBlobs claims_;
    WorkerPool disk_{2};
    WorkerPool signing_{2};  // where files wait for the signer
    std::unique_ptr<publishing::Publisher> publisher_;
    std::unique_ptr<publishing::Ingest> ingest_;
    std::unique_ptr<publishing::Queries> queries_;
    std::unique_ptr<publishing::PackageFiles> package_files_;
    std::unique_ptr<publishing::TokenBook> tokens_;
    std::unique_ptr<files::Pages> pages_;
    std::unique_ptr<Refusals> refusals_;
    http::Answered observed_;  // the last
    std::unique_ptr<ApiHandler> handler_;
    std::string secret_;
    std::deque<http::Request> planned_;  // a plan refers to its request
};

}  // namespace slipway::api
