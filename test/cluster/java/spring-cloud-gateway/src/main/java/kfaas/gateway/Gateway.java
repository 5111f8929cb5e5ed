package kfaas.gateway;

import io.netty.resolver.DefaultAddressResolverGroup;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class Gateway {
  public static void main(String[] arguments) {
    SpringApplication.run(Gateway.class, arguments);
  }

  /** The tests say in a hosts file where a host is: the JDK's resolver reads it, Netty's own asks DNS. */
  @Bean
  HttpClientCustomizer resolver() {
    return client -> client.resolver(DefaultAddressResolverGroup.INSTANCE);
  }
}
