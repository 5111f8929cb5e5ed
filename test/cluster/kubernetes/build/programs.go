//go:build tools

// Package programs names the programs of Kubernetes that prepare.sh builds, so that go.mod and go.sum hold what they need.
package programs

import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kubectl"
)
