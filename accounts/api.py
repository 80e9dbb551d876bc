from typing import Any

from django.contrib.auth import authenticate
from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed, ValidationError
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class SignInSerializer(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class TokenSerializer(serializers.Serializer[Any]):
    token = serializers.CharField()
    expires_at = serializers.DateTimeField()


class TokenView(APIView):
    """Signs in with user name and password for a token, and gives the token back."""

    def get_permissions(self) -> list[BasePermission]:
        return [AllowAny()] if self.request.method == "POST" else [IsAuthenticated()]

    @extend_schema(request=SignInSerializer, responses={201: TokenSerializer}, summary="领取令牌")
    def post(self, request: Request) -> Response:
        form = SignInSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = authenticate(request._request, **form.validated_data)
        if user is None:
            raise AuthenticationFailed("用户名或密码不正确。", code="wrong_credentials")
        instance, token = AuthToken.objects.create(user)
        return Response(TokenSerializer({"token": token, "expires_at": instance.expiry}).data, status=201)

    @extend_schema(request=None, responses={204: None}, summary="交回令牌")
    def delete(self, request: Request) -> Response:
        if not isinstance(request.auth, AuthToken):
            raise ValidationError("请用要交回的令牌发出请求。", code="no_token")
        request.auth.delete()
        return Response(status=204)
