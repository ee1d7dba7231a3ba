#include "server/net/tls.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <system_error>

namespace slipway::net {
namespace {

/// What OpenSSL met first, and clears its queue.
std::string reason() {
    const auto first = ::ERR_peek_error();
    ::ERR_clear_error();
    if (ERR_SYSTEM_ERROR(first)) return std::generic_category().message(ERR_GET_REASON(first));
    const char* const text = ::ERR_reason_error_string(first);
    return text != nullptr ? text : "not understood";
}

Result<> check(int result, const std::string& file) {
    if (result != 1) return Error(Fault::invalid_input, fmt::format("TLS file '{}': {}", file, reason()));
    return {};
}

/// Refuses a key under a passphrase, because a daemon cannot ask for it.
int no_passphrase(char*, int, int, void*) { return 0; }

void configure(SSL_CTX& context) {
    ::SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION);
    ::SSL_CTX_set_options(&context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    // An idle connection needs no buffers. Bytes of files are offered again from another place (tls_stream.cpp).
    ::SSL_CTX_set_mode(&context,
                       SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    ::SSL_CTX_set_read_ahead(&context, 1);  // one system call a record instead of two
    // Clients resume by tickets, which they keep themselves; 20,000 sessions in memory would serve nobody else.
    ::SSL_CTX_set_session_cache_mode(&context, SSL_SESS_CACHE_OFF);
    ::SSL_CTX_set_default_passwd_cb(&context, no_passphrase);
}

Result<std::shared_ptr<SSL_CTX>> context_from(const TlsFiles& files) {
    const std::shared_ptr<SSL_CTX> context(::SSL_CTX_new(::TLS_server_method()), ::SSL_CTX_free);
    if (!context) return Error(Fault::internal, "TLS: " + reason());
    configure(*context);
    TRY(check(::SSL_CTX_use_certificate_chain_file(context.get(), files.certificate_chain.c_str()),
              files.certificate_chain));
    TRY(check(::SSL_CTX_use_PrivateKey_file(context.get(), files.private_key.c_str(), SSL_FILETYPE_PEM),
              files.private_key));
    TRY(check(::SSL_CTX_check_private_key(context.get()), files.private_key));
    return context;
}

}  // namespace

void TlsSessionEnd::operator()(ssl_st* session) const { ::SSL_free(session); }

Result<std::unique_ptr<Tls>> Tls::load(const TlsFiles& files) {
    std::unique_ptr<Tls> tls(new Tls(files));
    TRY(tls->reload());
    return tls;
}

TlsSession Tls::open_session() const {
    const std::lock_guard lock(mutex_);
    return TlsSession(::SSL_new(context_.get()));
}

Result<> Tls::reload() {
    auto fresh = TRY(context_from(files_));
    const std::lock_guard lock(mutex_);
    context_ = std::move(fresh);
    return {};
}

}  // namespace slipway::net
